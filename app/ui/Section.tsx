import { type ReactNode, useId } from 'react';
import { cx } from './cx';

interface SectionProps {
  title: string;
  /** A sentence under the title. */
  hint?: ReactNode;
  /** What can be done, at the end of the title's line. */
  action?: ReactNode;
  id?: string;
  children: ReactNode;
  className?: string;
}

/** A titled part of a page. */
export function Section({ title, hint, action, id, children, className }: SectionProps) {
  const heading = useId();
  return (
    <section id={id} aria-labelledby={heading} className={className}>
      <div className="mb-5 flex flex-wrap items-end justify-between gap-x-6 gap-y-2">
        <div className="min-w-0">
          <h2 id={heading} className="text-xl display">
            {title}
          </h2>
          {hint && <p className="mt-1 max-w-[65ch] text-sm text-soft">{hint}</p>}
        </div>
        {action}
      </div>
      {children}
    </section>
  );
}

/** The head of a page: its one h1, and what can be done. */
export function PageTitle({
  title,
  hint,
  action,
  className,
}: {
  title: string;
  hint?: ReactNode;
  action?: ReactNode;
  className?: string;
}) {
  return (
    <div className={cx('flex flex-wrap items-end justify-between gap-x-6 gap-y-4', className)}>
      <div className="min-w-0">
        <h1 className="text-3xl display">{title}</h1>
        {hint && <p className="mt-2 max-w-[65ch] text-soft">{hint}</p>}
      </div>
      {action}
    </div>
  );
}
