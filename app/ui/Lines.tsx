import { type ReactNode } from 'react';

/** What something comes to, line by line: a label and its value. */
export function Lines({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div tabIndex={0} role="group" aria-label={label} className="overflow-hidden rounded-base border bg-sunken">
      <dl className="divide-y text-sm">{children}</dl>
    </div>
  );
}

/** One of the lines. */
export function Line({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap justify-between gap-x-6 gap-y-0.5 px-3.5 py-2.5">
      <dt className="text-soft">{label}</dt>
      <dd className="text-end wrap-anywhere tabular-nums">{children}</dd>
    </div>
  );
}
