import { type ReactNode } from 'react';
import { cx } from './cx';

/** How far something is, as a bar and in words; without a part it is only known that it goes on. */
export function Progress({ label, part, children }: { label: string; part: number | null; children?: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <progress
        aria-label={label}
        max={1}
        value={part === null ? undefined : Math.min(1, Math.max(0, part))}
        className={cx(
          'h-1.5 w-full appearance-none overflow-hidden rounded-full border bg-sunken',
          '[&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:bg-accent',
          part === null && 'animate-pulse [&::-webkit-progress-bar]:bg-accent/50',
        )}
      />
      {children && <p className="text-sm text-soft tabular-nums">{children}</p>}
    </div>
  );
}
