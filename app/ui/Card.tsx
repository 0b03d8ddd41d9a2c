import { type ReactNode } from 'react';
import { cx } from './cx';

/** A part of a page that stands by itself: a hairline around it, nothing more. */
export function Card({ children, className }: { children: ReactNode; className?: string }) {
  return <div className={cx('rounded-base border bg-raised p-5 sm:p-6', className)}>{children}</div>;
}
