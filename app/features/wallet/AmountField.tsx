import { type ReactNode } from 'react';
import { type Amount, exactAmount } from '../../../sdk/money';
import { SYMBOL } from '../../lib/price';
import { Button } from '../../ui/Button';
import { controlLook, Field } from '../../ui/Field';
import { cx } from '../../ui/cx';

interface AmountFieldProps {
  label: string;
  name: string;
  value: string;
  onChange: (value: string) => void;
  hint?: ReactNode;
  error?: string | undefined;
  /** Amounts to choose by one press. */
  suggestions?: Amount[];
}

/** An amount of money that somebody types, or chooses. */
export function AmountField({ label, name, value, onChange, hint, error, suggestions = [] }: AmountFieldProps) {
  return (
    <Field label={`${label}, in ${SYMBOL}`} hint={hint} error={error}>
      {(wiring) => (
        <div className="flex flex-wrap items-center gap-2">
          <input
            {...wiring}
            name={name}
            inputMode="decimal"
            autoComplete="off"
            required
            value={value}
            onChange={(event) => onChange(event.target.value)}
            className={cx(controlLook, 'h-11 grow basis-full tabular-nums sm:basis-40')}
          />
          {suggestions.map((suggestion) => (
            <Button
              key={suggestion.toString()}
              className="h-11 tabular-nums"
              onClick={() => onChange(exactAmount(suggestion))}
            >
              {exactAmount(suggestion)}
              <span className="sr-only"> {SYMBOL}</span>
            </Button>
          ))}
        </div>
      )}
    </Field>
  );
}
