import { useId } from 'react';
import { useSay } from '../lib/texts';
import { cx } from './cx';

/** One choice of several that each need a sentence. */
export interface Choice {
  value: string;
  label: string;
  hint: string;
}

/** How the mark of every choice looks. */
export const radioLook =
  'size-4 shrink-0 cursor-pointer appearance-none rounded-full border border-edge checked:border-[5px] checked:border-accent-edge';

/** Choices in full view, each with what it means. */
export function Choices({
  legend,
  name,
  choices,
  value,
  error,
}: {
  legend: string;
  name: string;
  choices: readonly Choice[];
  value: string;
  error?: string | undefined;
}) {
  const id = useId();
  const say = useSay();
  return (
    <fieldset aria-describedby={error ? `${id}-error` : undefined}>
      <legend className="mb-1.5 text-sm font-medium">{legend}</legend>
      <div
        className={cx(
          'divide-y overflow-hidden rounded-base border bg-raised',
          error ? 'border-danger' : 'border-edge',
        )}
      >
        {choices.map((choice) => (
          <label
            key={choice.value}
            className="flex cursor-pointer items-start gap-3 px-3.5 py-3 transition-colors hover:bg-hover has-checked:bg-sunken"
          >
            <input
              type="radio"
              name={name}
              value={choice.value}
              defaultChecked={choice.value === value}
              aria-labelledby={`${id}-${choice.value}`}
              aria-describedby={`${id}-${choice.value}-hint`}
              className={cx(radioLook, 'mt-1')}
            />
            <span className="min-w-0 text-sm">
              <span id={`${id}-${choice.value}`} className="font-medium">
                {choice.label}
              </span>
              <span id={`${id}-${choice.value}-hint`} className="block text-xs text-soft">
                {choice.hint}
              </span>
            </span>
          </label>
        ))}
      </div>
      {error && (
        <p id={`${id}-error`} className="mt-1.5 text-sm text-danger">
          {say(error)}
        </p>
      )}
    </fieldset>
  );
}
