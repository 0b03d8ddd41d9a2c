import { msg } from '@lingui/core/macro';
import { type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node';
import { type MetaFunction, useActionData, useLoaderData } from '@remix-run/react';
import { ClipDialog } from '../features/clips/ClipDialog';
import { openDoor, readEntry } from '../features/watch/entry.server';
import { type MakeClip, MakeClipProvider } from '../features/playback/clip-place';
import { PAST } from '../features/playback/past';
import { Recordings } from '../features/playback/Recordings';
import { VideoPage } from '../features/playback/VideoPage';
import { WatchPage } from '../features/watch/WatchPage';
import { load } from '../lib/api.server';
import { categoryName } from '../lib/categories';
import { duration } from '../lib/format';
import { linkPicture } from '../lib/link-picture';
import { useMe } from '../lib/me';
import { originOf, pageMeta } from '../lib/meta';
import { moneyOf } from '../lib/money';
import { speakPrice } from '../lib/price';
import { i18nOf } from '../lib/texts';

/** The lights go down: dark, unless the person chose otherwise. */
export const handle = { darkByDefault: true };

export const meta: MetaFunction<typeof loader> = ({ data, matches, location }) => {
  if (!data)
    return pageMeta({
      matches,
      title: msg`Nothing here`,
      description: msg`There is no such stream, or it is not for you to see.`,
      hidden: true,
    });
  const { stream } = data;
  const { title } = stream;
  const name = stream.creator.displayName;
  const i18n = i18nOf(matches);
  const price = speakPrice(stream.ratePerSecond, moneyOf(matches), i18n);
  const { minute } = price;
  const cost = i18n._(price.free ? msg`Free to watch.` : msg`${minute} a minute, paid by the second.`);
  const seconds = stream.video ? Math.round(stream.video.durationMs / 1_000) : null;
  const time = duration(seconds ?? 0, i18n);
  const recorded = stream.video?.kind === 'recording';
  const length = seconds ? `${i18n._(recorded ? msg`Recorded, ${time} long.` : msg`A video, ${time} long.`)} ` : '';
  return pageMeta({
    matches,
    title: msg`${title} by ${name}`,
    description: `${categoryName(stream.category, i18n)}. ${length}${cost} ${stream.description}`.trim(),
    videoSeconds: seconds,
    image: linkPicture('stream', stream.id, [title, name, stream.status, price.second, stream.thumbnailUrl]),
    origin: originOf(matches),
    path: location.pathname,
    hidden: stream.visibility !== 'public',
  });
};

export async function loader(args: LoaderFunctionArgs) {
  const id = args.params.id ?? '';
  const entry = readEntry(args.request, id);
  const [stream, standing] = await Promise.all([
    load(args, (api) => api.discovery.stream({ id, pass: entry.pass })),
    load(args, (api) => api.moderation.standing({ streamId: id })),
  ]);
  if (stream.status === 'recorded') {
    const open = !stream.locked && stream.video?.ready === true;
    // what may not be shown to whoever looks is not described either: the page says why
    const described = open
      ? load(args, (api) => api.playback.describe({ videoId: id, ...entry })).catch(() => null)
      : null;
    const others = load(args, (api) => api.discovery.profile({ handle: stream.creator.handle })).catch(() => null);
    const [description, profile] = await Promise.all([described, others]);
    const more = (profile?.videos ?? []).filter((other) => other.id !== stream.id);
    return { kind: 'video' as const, stream, standing, entry, description, more };
  }
  // On the way from page to page the chat is not waited for. A whole page has it in: without
  // scripts it could not follow.
  const chat = load(args, (api) => api.chat.recent({ streamId: id })).catch(() => null);
  const wholePage = args.request.headers.get('accept')?.includes('text/html');
  return { kind: 'stream' as const, stream, standing, entry, chat: wholePage ? await chat : chat };
}

export function action(args: ActionFunctionArgs) {
  return openDoor(args, args.params.id ?? '');
}

export default function Watch() {
  const page = useLoaderData<typeof loader>();
  const here = { answer: useActionData<typeof action>(), signedIn: useMe() !== null };
  return (
    <MakeClipProvider value={makeClip}>
      {page.kind === 'video' ? (
        <VideoPage {...page} {...here} />
      ) : (
        <WatchPage {...page} {...here} past={PAST} after={<Recordings recordings={page.stream.recordings} />} />
      )}
    </MakeClipProvider>
  );
}

const makeClip: MakeClip = (place) => <ClipDialog place={place} />;
