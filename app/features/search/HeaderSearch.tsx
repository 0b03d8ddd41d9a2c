import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@remix-run/react';
import { Search } from 'lucide-react';
import { SearchBox } from './SearchBox';

/** In the header: the ways to look around, and the search field; on phones a way to its page. */
export function HeaderSearch() {
  const { t } = useLingui();
  return (
    <>
      <nav aria-label={t`Look around`} className="flex grow items-center justify-end sm:justify-start">
        <Link
          to="/browse"
          prefetch="intent"
          className="rounded-base px-3 py-2 text-xs font-medium hover:bg-hover max-[26rem]:hidden"
        >
          <Trans>Browse</Trans>
        </Link>
        <Link
          to="/search"
          aria-label={t`Search`}
          title={t`Search`}
          className="inline-grid size-10 place-items-center rounded-base text-soft hover:bg-hover hover:text-ink sm:hidden"
        >
          <Search aria-hidden="true" className="size-[1.15rem]" />
        </Link>
      </nav>
      <SearchBox focusByKey className="min-w-0 basis-80 max-sm:hidden" />
    </>
  );
}
