import { Trans } from '@lingui/react/macro';
import { type ReactNode } from 'react';
import { cx, variants } from './cx';

const look = variants(
  'inline-flex h-5.5 items-center gap-1.5 rounded-[0.3rem] px-1.5 text-2xs font-semibold whitespace-nowrap',
  {
    tone: {
      neutral: 'bg-sunken text-soft',
      onPicture: 'bg-scrim text-on-picture',
      live: 'bg-live text-on-picture',
    },
  },
);

/** A word or two about a thing. */
export function Badge({
  tone = 'neutral',
  children,
  className,
}: {
  tone?: 'neutral' | 'onPicture';
  children: ReactNode;
  className?: string;
}) {
  return <span className={look({ tone }, className)}>{children}</span>;
}

/** Red, and only for what is live now. */
export function LiveBadge({ className }: { className?: string }) {
  return (
    <span className={look({ tone: 'live' }, className)}>
      <span aria-hidden="true" className={cx('size-1.5 rounded-full bg-current')} />
      <Trans>Live</Trans>
    </span>
  );
}
