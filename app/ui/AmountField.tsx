import { useLingui } from '@lingui/react/macro';
import { type InputHTMLAttributes, type ReactNode } from 'react';
import { type Amount, exactAmount } from '../../sdk/money';
import { useMoney } from '../lib/money';
import { Button } from './Button';
import { controlLook, Field } from './Field';
import { cx } from './cx';

interface AmountFieldProps extends InputHTMLAttributes<HTMLInputElement> {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  /** Amounts to choose by one press. */
  suggestions?: Amount[];
  onSuggest?: (amount: string) => void;
}

/** An amount of money that somebody types, or chooses. */
export function AmountField({ label, hint, error, suggestions = [], onSuggest, ...rest }: AmountFieldProps) {
  const { t } = useLingui();
  const money = useMoney();
  return (
    <Field label={money ? t`${label}, in ${money.symbol}` : label} hint={hint} error={error}>
      {(wiring) => (
        <div className="flex flex-wrap items-center gap-2">
          <input
            inputMode="decimal"
            autoComplete="off"
            {...rest}
            {...wiring}
            className={cx(controlLook, 'h-11 grow basis-full tabular-nums sm:basis-40')}
          />
          {suggestions.map((suggestion) => (
            <Button
              key={suggestion.toString()}
              className="h-11 tabular-nums"
              onClick={() => onSuggest?.(exactAmount(suggestion))}
            >
              {exactAmount(suggestion)}
              {money && <span className="sr-only"> {money.symbol}</span>}
            </Button>
          ))}
        </div>
      )}
    </Field>
  );
}
