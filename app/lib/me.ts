import { useRouteLoaderData } from '@remix-run/react';
import { type Me } from './api';

/** Who is signed in, as the root of every page knows it. */
export function useMe(): Me | null {
  return useRouteLoaderData<{ me: Me | null }>('root')?.me ?? null;
}
