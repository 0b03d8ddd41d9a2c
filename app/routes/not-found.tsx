import { msg } from '@lingui/core/macro';
import { type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { notFound } from '../lib/api.server';
import { pageMeta } from '../lib/meta';

export const meta: MetaFunction = ({ matches }) =>
  pageMeta({ matches, title: msg`Nothing here`, description: msg`There is nothing at this address.`, hidden: true });

export function loader({ context }: LoaderFunctionArgs) {
  throw notFound(context);
}

export default function NotFound() {
  return null;
}
