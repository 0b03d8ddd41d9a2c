import { useState } from 'react';
import { parseMinutePrice, speakPrice, SYMBOL } from '../../lib/price';
import { controlLook, Field } from '../../ui/Field';
import { cx } from '../../ui/cx';

/** The price as people think of it, per minute; in words beneath it what that is per second and per hour. */
export function PriceField({ initial, error, fixed }: { initial: string; error: string | undefined; fixed: boolean }) {
  const [text, setText] = useState(initial);
  const parsed = parseMinutePrice(text);
  const price = 'rate' in parsed ? speakPrice(parsed.rate) : null;
  const words = price
    ? price.free
      ? 'Free: nobody pays, and nobody needs a purse.'
      : `That is ${price.second} ${SYMBOL} a second, ${price.hour} ${SYMBOL} an hour.`
    : 'problem' in parsed && parsed.problem;
  return (
    <Field
      label={`Price a minute, in ${SYMBOL}`}
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
              ? 'The price stays as it is while the stream is live: people agreed to it.'
              : 'Viewers pay by the second, only while they watch.'}
          </span>
        </>
      }
    >
      {(wiring) => (
        <input
          {...wiring}
          name="price"
          inputMode="decimal"
          autoComplete="off"
          required
          readOnly={fixed}
          value={text}
          onChange={(event) => setText(event.target.value)}
          className={cx(controlLook, 'h-11 tabular-nums', fixed && 'bg-sunken')}
        />
      )}
    </Field>
  );
}
