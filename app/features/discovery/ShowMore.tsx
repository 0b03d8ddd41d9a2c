import { Trans, useLingui } from '@lingui/react/macro';
import { useSearchParams } from '@remix-run/react';
import { withParams } from '../../lib/paths';
import { ButtonLink } from '../../ui/Button';

/** The way to the next page of a list, and back to its beginning: plain links. */
export function ShowMore({ cursor }: { cursor: string | null }) {
  const { t } = useLingui();
  const [search] = useSearchParams();
  const further = search.has('cursor');
  if (cursor === null && !further) return null;
  return (
    <nav aria-label={t`Pages`} className="mt-10 flex flex-wrap justify-center gap-3">
      {further && (
        <ButtonLink to={withParams(search, { cursor: null })}>
          <Trans>Back to the first</Trans>
        </ButtonLink>
      )}
      {cursor !== null && (
        <ButtonLink to={withParams(search, { cursor })} variant="primary">
          <Trans>Show more</Trans>
        </ButtonLink>
      )}
    </nav>
  );
}
