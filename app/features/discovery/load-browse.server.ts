import { type LoaderFunctionArgs } from '@remix-run/node';
import { browseShows } from '../../../schemas/discovery';
import { load } from '../../lib/api.server';
import { questionOf, readAsked } from './browse-asked';

/** So many videos come with what is live. */
const BESIDE = 8;

/**
 * A list as its address asks for it. Where the address does not say when, it is what is live, or
 * else what can be played, comes soon, or was. Of one category or tag the newest videos come with
 * what is live.
 */
export async function loadBrowse(args: LoaderFunctionArgs, fixed: { category?: string; tags?: string } = {}) {
  const params = new URL(args.request.url).searchParams;
  const asked = { ...readAsked(params), ...fixed };
  const money = await load(args, (api) => api.chain.money());
  const shows = params.has('show') ? [asked.show] : browseShows;
  let found = { show: asked.show, page: null as Awaited<ReturnType<typeof browseOf>> | null };
  for (const show of shows) {
    if (found.page && found.page.items.length > 0) break;
    const page = await browseOf(show);
    if (!found.page || page.items.length > 0) found = { show, page };
  }
  const beside = found.show === 'live' && Object.keys(fixed).length > 0 && !params.has('cursor');
  const videos = beside ? (await browseOf('videos')).items.slice(0, BESIDE) : [];
  return { asked: { ...asked, show: found.show }, found: found.page ?? { items: [], more: null, version: '' }, videos };

  function browseOf(show: (typeof browseShows)[number]) {
    return load(args, (api) => api.discovery.browse(questionOf({ ...asked, show }, params, money)));
  }
}
