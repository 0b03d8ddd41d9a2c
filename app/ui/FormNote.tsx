import { CircleAlert, CircleCheck } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useSay } from '../lib/texts';

interface FormNoteProps {
  /** What was refused. */
  error?: string | null | undefined;
  /** What was done. */
  done?: string | null | undefined;
  /** A new object with each answer: the note takes the focus when it comes. */
  answer: unknown;
}

/**
 * What became of a form: said aloud, seen, and where the focus goes when something needs another
 * look.
 */
export function FormNote({ error, done, answer }: FormNoteProps) {
  const say = useSay();
  const note = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!error) return;
    const wrong = note.current?.closest('form')?.querySelector<HTMLElement>('[aria-invalid]');
    (wrong ?? note.current)?.focus();
  }, [error, answer]);
  if (error) {
    return (
      <div
        ref={note}
        role="alert"
        tabIndex={-1}
        className="flex gap-2.5 rounded-base border border-danger px-3.5 py-3 text-sm text-danger"
      >
        <CircleAlert aria-hidden="true" className="mt-px size-4.5 shrink-0" />
        <span>{say(error)}</span>
      </div>
    );
  }
  return (
    <div role="status" className="empty:absolute">
      {done && (
        <p className="flex gap-2 text-sm text-received">
          <CircleCheck aria-hidden="true" className="mt-px size-4.5 shrink-0" />
          {say(done)}
        </p>
      )}
    </div>
  );
}
