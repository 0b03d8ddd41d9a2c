import { msg } from '@lingui/core/macro';
import { type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { UploadPage } from '../features/videos/UploadPage';
import { load } from '../lib/api.server';
import { pageMeta } from '../lib/meta';

export const meta: MetaFunction = ({ matches }) =>
  pageMeta({ matches, title: msg`Upload a video`, description: msg`Send a video of yours.`, hidden: true });

export function loader(args: LoaderFunctionArgs) {
  return load(args, async (api) => {
    const [{ usesFfmpeg }, categories, payee] = await Promise.all([
      api.videos.mine(),
      api.streams.categories(),
      api.security.payee(),
    ]);
    return { usesFfmpeg, categories, payee };
  });
}

export default function NewVideo() {
  return <UploadPage {...useLoaderData<typeof loader>()} />;
}
