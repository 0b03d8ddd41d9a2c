import { useLingui } from '@lingui/react/macro';
import { Link } from '@remix-run/react';
import { type ReactNode } from 'react';
import { Logo } from './SecondHand';

/** The line at the top of every page. `children` is what belongs to the person. */
export function Header({ loading, search, children }: { loading: boolean; search: ReactNode; children: ReactNode }) {
  const { t } = useLingui();
  return (
    <header className="sticky top-0 z-40 border-b bg-page">
      <div className="frame flex h-15 items-center justify-between gap-3">
        <Link to="/" prefetch="intent" aria-label={t`Vilokanam, home`} className="-mx-1 flex rounded-base px-1 py-2">
          <Logo loading={loading} />
        </Link>
        {search}
        <nav aria-label={t`Your account`} className="flex items-center gap-1 sm:gap-2">
          {children}
        </nav>
      </div>
    </header>
  );
}
