import { type LoaderFunctionArgs } from '@remix-run/node';
import { notFound } from '../lib/api.server';
import { pageMeta } from '../lib/meta';

export const meta = () =>
  pageMeta({ title: 'Nothing here', description: 'There is nothing at this address.', hidden: true });

export function loader({ context }: LoaderFunctionArgs) {
  throw notFound(context);
}

export default function NotFound() {
  return null;
}
