import { useSearchParams } from '@remix-run/react';
import { withParams } from '../../lib/paths';
import { ButtonLink } from '../../ui/Button';

/** The way to the next page of a list, and back to its beginning: plain links. */
export function ShowMore({ cursor }: { cursor: string | null }) {
  const [search] = useSearchParams();
  const further = search.has('cursor');
  if (cursor === null && !further) return null;
  return (
    <nav aria-label="Pages" className="mt-10 flex flex-wrap justify-center gap-3">
      {further && <ButtonLink to={withParams(search, { cursor: null })}>Back to the first</ButtonLink>}
      {cursor !== null && (
        <ButtonLink to={withParams(search, { cursor })} variant="primary">
          Show more
        </ButtonLink>
      )}
    </nav>
  );
}
