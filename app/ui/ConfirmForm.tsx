import { Form } from '@remix-run/react';
import { type ReactNode, useRef, useState } from 'react';
import { useHydrated } from '../lib/hydrated';
import { Button, type ButtonLook } from './Button';
import { AlertDialog, DialogCancel } from './Dialog';

interface ConfirmFormProps extends ButtonLook {
  /** What the button says, and what the confirming button says. */
  label: string;
  confirm: string;
  keep: string;
  title: string;
  description: ReactNode;
  /** Hidden fields. */
  fields: Record<string, string>;
  busy?: boolean;
}

/**
 * A form for what cannot be undone: asks in a dialog first, or, without scripts, by a box to tick.
 */
export function ConfirmForm({
  label,
  confirm,
  keep,
  title,
  description,
  fields,
  busy,
  variant = 'dangerPlain',
  size,
}: ConfirmFormProps) {
  const hydrated = useHydrated();
  const [asking, setAsking] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  return (
    <Form ref={form} method="post" className="flex flex-wrap items-center gap-3">
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {!hydrated && (
        <noscript>
          <label className="flex items-center gap-2 text-sm">
            <input type="checkbox" required /> {title}
          </label>
        </noscript>
      )}
      <Button
        type="submit"
        variant={variant}
        size={size}
        busy={busy}
        onClick={(event) => {
          event.preventDefault();
          setAsking(true);
        }}
      >
        {label}
      </Button>
      <AlertDialog open={asking} onOpenChange={setAsking} title={title} description={description}>
        <DialogCancel>
          <Button>{keep}</Button>
        </DialogCancel>
        <Button
          variant="danger"
          onClick={() => {
            setAsking(false);
            form.current?.requestSubmit();
          }}
        >
          {confirm}
        </Button>
      </AlertDialog>
    </Form>
  );
}
