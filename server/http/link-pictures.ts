import { type Context as AnyContext } from 'hono';
import { clipId, streamId } from '../ids';
import { drawLinkPicture, type LinkSubject } from '../sharing/link-picture';
import { type Context } from '../trpc/context';
import { refusalOf } from '../trpc/init';
import { refusalBody } from './refusal-body';

/**
 * Pictures of links: /link-pictures/stream/STREAM.png, /link-pictures/clip/CLIP.png,
 * /link-pictures/profile/HANDLE.png.
 */
export const LINK_PICTURES_PATH = '/link-pictures/';
/** The site's own, for whatever has none. */
const OWN = '/share.png';
const PATH = /^(stream|clip|profile)\/([A-Za-z0-9_-]{1,64})\.png$/;

/** The picture of a link, as it stands now; that of the site where there is none. */
export async function answerLinkPicture(c: AnyContext, { deps, origin, language }: Context): Promise<Response> {
  const subject = subjectOf(c.req.path.slice(LINK_PICTURES_PATH.length));
  if (!subject) return c.text('There is nothing at this address.', 404);
  try {
    const picture = await drawLinkPicture(deps, origin, subject);
    // what is not for all today may be tomorrow
    c.header('Cache-Control', 'public, max-age=300');
    if (!picture) return c.redirect(OWN, 302);
    return c.body(Buffer.from(picture), 200, { 'Content-Type': 'image/png' });
  } catch (error) {
    const { code } = refusalOf(error, language);
    if (code === 'unexpected' || code === 'badInput') throw error;
    const { body, status } = refusalBody(code, language);
    return c.json(body, status);
  }
}

function subjectOf(path: string): LinkSubject | null {
  const [, of, name = ''] = PATH.exec(path) ?? [];
  if (of === 'profile') return { of, handle: name };
  if (of === 'clip') {
    const id = clipId.safeParse(name);
    return id.success ? { of, id: id.data } : null;
  }
  const id = streamId.safeParse(name);
  return of === 'stream' && id.success ? { of, id: id.data } : null;
}
