import { msg } from '@lingui/core/macro';
import { type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { type MetaFunction, useLoaderData } from '@remix-run/react';
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
  const profile = await load(args, (api) => api.discovery.profile({ handle: segment.slice(1), before, videosBefore }));
  if (segment !== `@${profile.creator.handle}`) throw redirect(`/@${profile.creator.handle}`, 301);
  return profile;
}

export default function Profile() {
  return <ProfilePage profile={useLoaderData<typeof loader>()} signedIn={useMe() !== null} />;
}
