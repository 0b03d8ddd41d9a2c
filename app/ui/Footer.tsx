import { Trans } from '@lingui/react/macro';
import { type ReactNode } from 'react';

/** The line at the end of every page: what this place is, and how it looks. */
export function Footer({ children }: { children: ReactNode }) {
  return (
    <footer className="mt-auto border-t">
      <div className="frame flex flex-col gap-6 py-8 sm:flex-row sm:items-center sm:justify-between">
        <p className="max-w-[52ch] text-sm text-soft">
          <Trans>
            Vilokanam is live video that you pay for by the second: only for seconds that you really see, from your own
            deposit, and you can stop at any time.
          </Trans>
        </p>
        {children}
      </div>
    </footer>
  );
}
