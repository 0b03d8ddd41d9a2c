import { Link } from '@remix-run/react';
import { Search } from 'lucide-react';
import { SearchBox } from './SearchBox';

/** In the header: the ways to look around, and the search field; on phones a way to its page. */
export function HeaderSearch() {
  return (
    <>
      <nav aria-label="Look around" className="flex grow items-center justify-end sm:justify-start">
        <Link
          to="/browse"
          prefetch="intent"
          className="rounded-base px-3 py-2 text-xs font-medium hover:bg-hover max-[26rem]:hidden"
        >
          Browse
        </Link>
        <Link
          to="/search"
          aria-label="Search"
          title="Search"
          className="inline-grid size-10 place-items-center rounded-base text-soft hover:bg-hover hover:text-ink sm:hidden"
        >
          <Search aria-hidden="true" className="size-[1.15rem]" />
        </Link>
      </nav>
      <SearchBox focusByKey className="min-w-0 basis-80 max-sm:hidden" />
    </>
  );
}
