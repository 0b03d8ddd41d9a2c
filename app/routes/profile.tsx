import { msg } from '@lingui/core/macro';
import { type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { type MetaFunction, useLoaderData } from '@remix-run/react';
import { ClipsOfCreator } from '../features/clips/ClipCards';
import { ProfilePage } from '../features/discovery/ProfilePage';
import { load, notFound } from '../lib/api.server';
import { linkPicture } from '../lib/link-picture';
import { useMe } from '../lib/me';
import { originOf, pageMeta } from '../lib/meta';

const streamsBy = (name: string) => msg`Live streams by ${name}, paid by the second.`;

export const meta: MetaFunction<typeof loader> = ({ data, matches, location }) =>
  data
    ? pageMeta({
        matches,
        title: `${data.creator.displayName} (@${data.creator.handle})`,
        description: data.creator.bio || streamsBy(data.creator.displayName),
        image: linkPicture('profile', data.creator.handle, [
          data.creator.displayName,
          data.live?.title ?? null,
          data.live?.thumbnailUrl ?? data.creator.avatarUrl,
        ]),
        origin: originOf(matches),
        path: location.pathname,
      })
    : pageMeta({
        matches,
        title: msg`Nothing here`,
        description: msg`There is nothing at this address.`,
        hidden: true,
      });

export async function loader(args: LoaderFunctionArgs) {
  const segment = args.params.handle ?? '';
  // This route catches every single segment; only those with an @ are somebody's.
  if (!segment.startsWith('@')) throw notFound(args.context);
  const params = new URL(args.request.url).searchParams;
  const [before, videosBefore] = [params.get('before'), params.get('videosBefore')];
  const handle = segment.slice(1);
  const clipsBefore = params.get('clipsBefore');
  const none = { clips: [], next: null };
  const [profile, clips] = await Promise.all([
    load(args, (api) => api.discovery.profile({ handle, before, videosBefore })),
    // an address that names no clip is the beginning
    load(args, (api) => api.clips.ofCreator({ handle, before: clipsBefore })).catch(() => none),
  ]);
  if (segment !== `@${profile.creator.handle}`) throw redirect(`/@${profile.creator.handle}`, 301);
  return { ...profile, clips, hasClips: clips.clips.length > 0 || clipsBefore !== null };
}

export default function Profile() {
  const { clips, hasClips, ...profile } = useLoaderData<typeof loader>();
  return (
    <ProfilePage profile={profile} signedIn={useMe() !== null} clips={hasClips && <ClipsOfCreator {...clips} />} />
  );
}
