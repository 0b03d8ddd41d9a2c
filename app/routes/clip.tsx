import { msg } from '@lingui/core/macro';
import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { changeClips } from '../features/clips/actions.server';
import { ClipPage } from '../features/clips/ClipPage';
import { readEntry } from '../features/watch/entry.server';
import { load } from '../lib/api.server';
import { duration } from '../lib/format';
import { linkPicture } from '../lib/link-picture';
import { originOf, pageMeta } from '../lib/meta';
import { i18nOf } from '../lib/texts';

/** The lights go down: dark, unless the person chose otherwise. */
export const handle = { darkByDefault: true };

export const meta: MetaFunction<typeof loader> = ({ data, matches, location }) => {
  if (data?.page.kind !== 'clip')
    return pageMeta({
      matches,
      title: msg`A clip`,
      description: msg`There is no such clip, or it is not for everybody to see.`,
      hidden: true,
    });
  const { clip, creator, source } = data.page;
  const { title } = clip;
  const name = creator.displayName;
  const of = source.title;
  const seconds = Math.round(clip.durationMs / 1_000);
  const time = duration(seconds, i18nOf(matches));
  return pageMeta({
    matches,
    title: msg`${title}, a clip of ${name}`,
    description: msg`${time} of “${of}”. It plays for nothing.`,
    videoSeconds: seconds,
    image: linkPicture('clip', clip.id, [title, name, of, clip.posterUrl]),
    origin: originOf(matches),
    path: location.pathname,
    hidden: source.visibility !== 'public',
  });
};

export async function loader(args: LoaderFunctionArgs) {
  const id = args.params.id ?? '';
  const page = await load(args, (api) => api.clips.read({ id }));
  if (page.kind === 'clip') return { page };
  // what this browser kept of the video's door
  const entry = readEntry(args.request, page.at);
  return { page: await load(args, (api) => api.clips.read({ id, ...entry })) };
}

export function action(args: ActionFunctionArgs) {
  return changeClips(args, '/');
}

export default function Clip() {
  return <ClipPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
