import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { useMoney } from '../lib/money';
import { parseMinutePrice } from '../../schemas/read-money';
import { speakPrice } from '../lib/price';
import { useSay } from '../lib/texts';
import { controlLook, Field } from './Field';
import { cx } from './cx';

/**
 * The price as people think of it, per minute; in words beneath it what that is per second and per
 * hour.
 */
export function PriceField({
  name,
  defaultValue = '',
  required,
  error,
  fixed,
}: {
  name: string;
  defaultValue?: string | undefined;
  required?: boolean | undefined;
  error?: string | undefined;
  fixed: boolean;
}) {
  const { t, i18n } = useLingui();
  const say = useSay();
  const [text, setText] = useState(defaultValue);
  const money = useMoney();
  const parsed = parseMinutePrice(text, money);
  const price = 'rate' in parsed ? speakPrice(parsed.rate, money, i18n) : null;
  const words = price
    ? price.free
      ? t`Free: nobody pays, and nobody needs a purse.`
      : t`That is ${price.second} a second, ${price.hour} an hour.`
    : 'problem' in parsed && !error && say(parsed.problem);
  return (
    <Field
      label={money ? t`Price a minute, in ${money.symbol}` : t`Price a minute`}
      error={error}
      className="sm:max-w-sm"
      hint={
        <>
          <span
            aria-live="polite"
            title={price && !price.free ? price.exact : undefined}
            className="text-sm text-ink tabular-nums"
          >
            {words}
          </span>
          <span className="mt-1 block">
            {fixed
              ? t`The price stays as it is while the stream is live: people agreed to it.`
              : t`Viewers pay by the second, only while they watch.`}
          </span>
        </>
      }
    >
      {(wiring) => (
        <input
          {...wiring}
          name={name}
          inputMode="decimal"
          autoComplete="off"
          required={required}
          readOnly={fixed}
          value={text}
          onChange={(event) => setText(event.target.value)}
          className={cx(controlLook, 'h-11 tabular-nums', fixed && 'bg-sunken')}
        />
      )}
    </Field>
  );
}
