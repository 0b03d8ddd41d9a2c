import { Trans } from '@lingui/react/macro';
import {
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from 'react';
import { useSay } from '../lib/texts';
import { cx } from './cx';

/** What a field's control must carry so that label, hint and error belong to it. */
export interface Wiring {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
}

interface Labels {
  label: string;
  /** What to type, and why; stays on screen. */
  hint?: ReactNode;
  /** What is wrong with what was typed, and how to mend it. */
  error?: string | undefined;
  /** Says "optional" beside the label. */
  optional?: boolean;
  className?: string;
}

/** A label, its control, and what there is to say about it. */
export function Field({
  label,
  hint,
  error,
  optional,
  className,
  children,
}: Labels & { children: (wiring: Wiring) => ReactNode }) {
  const id = useId();
  const say = useSay();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div className={cx('flex min-w-0 flex-col gap-1.5', className)}>
      <label htmlFor={id} className="text-sm font-medium">
        {label}
        {optional && (
          <span className="font-normal text-soft">
            {' '}
            <Trans>(optional)</Trans>
          </span>
        )}
      </label>
      {children({ id, 'aria-describedby': described || undefined, 'aria-invalid': error ? true : undefined })}
      {error && (
        <p id={`${id}-error`} className="text-sm text-danger">
          {say(error)}
        </p>
      )}
      {hint && (
        <div id={`${id}-hint`} className="max-w-[65ch] text-xs text-soft">
          {hint}
        </div>
      )}
    </div>
  );
}

/** How every control looks that is typed into. */
export const controlLook =
  'w-full min-w-0 rounded-base border border-edge bg-raised px-3 text-base text-ink transition-colors hover:border-ink aria-invalid:border-danger disabled:opacity-60';

/** One line of text. */
export function TextField({
  label,
  hint,
  error,
  optional,
  className,
  ...rest
}: Labels & InputHTMLAttributes<HTMLInputElement>) {
  return (
    <Field {...{ label, hint, error, optional, className }}>
      {(wiring) => <input {...rest} {...wiring} className={cx(controlLook, 'h-11')} />}
    </Field>
  );
}

/** Several lines of text. */
export function TextArea({
  label,
  hint,
  error,
  optional,
  className,
  ...rest
}: Labels & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  return (
    <Field {...{ label, hint, error, optional, className }}>
      {(wiring) => <textarea rows={4} {...rest} {...wiring} className={cx(controlLook, 'min-h-24 py-2.5')} />}
    </Field>
  );
}

/** One of a list: the platform's own control, so that phones show their own picker. */
export function Select({
  label,
  hint,
  error,
  optional,
  className,
  children,
  ...rest
}: Labels & SelectHTMLAttributes<HTMLSelectElement>) {
  return (
    <Field {...{ label, hint, error, optional, className }}>
      {(wiring) => (
        <select {...rest} {...wiring} className={cx(controlLook, 'h-11')}>
          {children}
        </select>
      )}
    </Field>
  );
}

/** Yes or no, at once: a checkbox that looks and speaks like a switch. */
export function Switch({ label, hint, className, ...rest }: Labels & InputHTMLAttributes<HTMLInputElement>) {
  const id = useId();
  return (
    <div className={cx('flex items-start gap-3 has-disabled:opacity-60', className)}>
      <input
        {...rest}
        id={id}
        type="checkbox"
        role="switch"
        aria-describedby={hint ? `${id}-hint` : undefined}
        className="relative mt-0.5 h-6 w-10.5 shrink-0 appearance-none rounded-full border border-edge bg-sunken transition-colors before:absolute before:start-0.75 before:top-0.75 before:size-4 before:rounded-full before:bg-soft before:transition-transform checked:border-accent-edge checked:bg-accent checked:before:translate-x-4.5 checked:before:bg-on-accent enabled:cursor-pointer rtl:checked:before:-translate-x-4.5"
      />
      <div className="min-w-0">
        <label htmlFor={id} className="text-sm font-medium">
          {label}
        </label>
        {hint && (
          <p id={`${id}-hint`} className="mt-0.5 max-w-[65ch] text-xs text-soft">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}
