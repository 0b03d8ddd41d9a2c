import { type ReactNode } from 'react';
import { cx } from './cx';

/** What will be here, and the first step towards it. */
export function EmptyState({
  title,
  children,
  action,
  className,
}: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  className?: string;
}) {
  return (
    <div className={cx('flex flex-col items-start gap-4 border-t py-8', className)}>
      <div className="max-w-[60ch]">
        <p className="font-medium">{title}</p>
        {children && <div className="mt-1 text-soft">{children}</div>}
      </div>
      {action}
    </div>
  );
}
