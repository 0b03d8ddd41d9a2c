import { CircleAlert, Info } from 'lucide-react';
import { type ReactNode } from 'react';
import { cx } from './cx';

/** Something that one should know before going on, with what can be done about it. */
export function Notice({
  title,
  tone = 'plain',
  action,
  children,
  className,
}: {
  title: string;
  tone?: 'plain' | 'warning';
  action?: ReactNode;
  children?: ReactNode;
  className?: string;
}) {
  const Icon = tone === 'warning' ? CircleAlert : Info;
  return (
    <div
      className={cx(
        'flex gap-3 rounded-base border bg-raised p-4 sm:p-5',
        tone === 'warning' && 'border-warning',
        className,
      )}
    >
      <Icon
        aria-hidden="true"
        className={cx('mt-px size-4.5 shrink-0', tone === 'warning' ? 'text-warning' : 'text-soft')}
      />
      <div className="min-w-0 grow">
        <p className="text-sm font-medium">{title}</p>
        {children && <div className="mt-1 max-w-[65ch] text-sm text-soft">{children}</div>}
        {action && <div className="mt-4 flex flex-wrap gap-3">{action}</div>}
      </div>
    </div>
  );
}
