import { msg } from '@lingui/core/macro';
import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { changeVideos } from '../features/videos/actions.server';
import { VideoEditor } from '../features/videos/VideoEditor';
import { load } from '../lib/api.server';
import { pageMeta } from '../lib/meta';

export const meta: MetaFunction = ({ matches }) =>
  pageMeta({ matches, title: msg`Edit video`, description: msg`Change a video, or delete it.`, hidden: true });

export function loader(args: LoaderFunctionArgs) {
  return load(args, async (api) => {
    const [video, categories] = await Promise.all([
      api.videos.read({ id: args.params.id ?? '' }),
      api.streams.categories(),
    ]);
    return { video, categories };
  });
}

export function action(args: ActionFunctionArgs) {
  return changeVideos(args, args.params.id ?? '');
}

export default function EditVideo() {
  const { video, categories } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return <VideoEditor key={video.id} video={video} categories={categories} answer={answer} />;
}
