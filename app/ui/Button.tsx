import { Trans } from '@lingui/react/macro';
import { Link, type LinkProps } from '@remix-run/react';
import { type ButtonHTMLAttributes, forwardRef, type ReactNode } from 'react';
import { cx, variants } from './cx';
import { SecondHand } from './SecondHand';

const look = variants(
  'relative inline-flex shrink-0 items-center justify-center gap-2 rounded-base font-medium whitespace-nowrap transition-colors select-none disabled:opacity-50 aria-disabled:opacity-50',
  {
    variant: {
      primary: 'border border-accent-edge bg-accent text-on-accent hover:bg-accent-hover active:bg-accent',
      plain: 'border border-edge bg-transparent text-ink hover:bg-hover active:bg-sunken',
      quiet: 'border border-transparent bg-transparent text-ink hover:bg-hover active:bg-sunken',
      danger: 'border border-danger-fill bg-danger-fill text-on-picture hover:brightness-110',
      dangerPlain: 'border border-edge bg-transparent text-danger hover:bg-hover',
    },
    size: {
      small: 'h-8 px-3 text-xs',
      medium: 'h-10 px-4 text-sm',
      large: 'h-12 px-6 text-base',
    },
  },
);

/** How a button looks: `primary` once a page. */
export interface ButtonLook {
  variant?: 'primary' | 'plain' | 'quiet' | 'danger' | 'dangerPlain';
  size?: 'small' | 'medium' | 'large';
}

/** A button. While `busy` it keeps its width, shows the ring and cannot be pressed again. */
export const Button = forwardRef<
  HTMLButtonElement,
  ButtonHTMLAttributes<HTMLButtonElement> & ButtonLook & { busy?: boolean }
>(function Button({ variant = 'plain', size = 'medium', busy = false, className, children, onClick, ...rest }, ref) {
  return (
    <button
      ref={ref}
      type="button"
      {...rest}
      aria-disabled={busy || undefined}
      onClick={(event) => (busy ? event.preventDefault() : onClick?.(event))}
      className={look({ variant, size }, className)}
    >
      <span className={busy ? 'inline-flex items-center gap-2 opacity-0' : 'contents'}>{children}</span>
      {busy && (
        <span className="absolute inset-0 grid place-items-center">
          <SecondHand running tone="current" className="size-4" />
          <span className="sr-only">
            <Trans>One moment</Trans>
          </span>
        </span>
      )}
    </button>
  );
});

/** A link that looks like a button. */
export function ButtonLink({ variant = 'plain', size = 'medium', className, ...rest }: LinkProps & ButtonLook) {
  return <Link prefetch="intent" {...rest} className={look({ variant, size }, className)} />;
}

/**
 * A button that is only a picture; its label is for those who do not see it, and a hint for those
 * who do.
 */
export const IconButton = forwardRef<
  HTMLButtonElement,
  ButtonHTMLAttributes<HTMLButtonElement> & {
    label: string;
    /** It lies on a picture, which is dark in both themes. */
    onPicture?: boolean;
    children: ReactNode;
  }
>(function IconButton({ label, onPicture = false, className, children, ...rest }, ref) {
  return (
    <button
      ref={ref}
      type="button"
      aria-label={label}
      title={label}
      {...rest}
      className={cx(
        'inline-grid size-10 shrink-0 place-items-center rounded-base transition-colors disabled:opacity-50 [&>svg]:size-[1.15rem]',
        onPicture
          ? 'text-on-picture hover:bg-on-picture/15 focus-visible:outline-on-picture'
          : 'text-soft not-disabled:hover:bg-hover not-disabled:hover:text-ink',
        className,
      )}
    >
      {children}
    </button>
  );
});
