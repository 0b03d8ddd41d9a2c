import { cx } from './cx';

/** A place where something is about to be: keeps the layout, says nothing. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden="true" className={cx('block animate-breathe rounded-base bg-hover', className)} />;
}
