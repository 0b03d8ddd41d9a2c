import { type ReactNode } from 'react';

/**
 * One figure: what it is, how much, and what it means. Several stand in a <dl>, parted by
 * hairlines.
 */
export function StatCard({ label, value, hint }: { label: string; value: ReactNode; hint?: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-1 border-t pt-4">
      <dt className="text-sm text-soft">{label}</dt>
      <dd className="text-xl display tabular-nums *:whitespace-normal sm:text-2xl">{value}</dd>
      {hint && <dd className="text-xs text-soft">{hint}</dd>}
    </div>
  );
}

/** Figures in one row, in two columns on a phone. */
export function StatRow({ children }: { children: ReactNode }) {
  return <dl className="grid grid-cols-2 gap-x-6 gap-y-6 lg:grid-cols-4">{children}</dl>;
}
