import { type Amount } from '../../../sdk/money';
import { plural } from '../../lib/format';
import { speakPrice, SYMBOL } from '../../lib/price';
import { Select } from '../../ui/Field';
import { AmountField } from './AmountField';
import { DAYS, KEEP, lastsFor, readPrice, type TypedLimits } from './purse-forms';

/** More streams at once than this nobody watches; the contract may allow more. */
const MOST_LANES = 4;

interface LimitsFieldsProps {
  typed: TypedLimits;
  change: (change: Partial<TypedLimits>) => void;
  errors: Partial<Record<keyof TypedLimits, string>>;
  /** What the purse holds, or would hold; null while that is not known. */
  deposit: Amount | null;
  maxLanes: number;
  /** When the present key ends, as words; offered as one of the choices. */
  keepUntil?: string | undefined;
}

/** What the session key may do, in plain words: how fast, how much beside the time, how many, how long. */
export function LimitsFields({ typed, change, errors, deposit, maxLanes, keepUntil }: LimitsFieldsProps) {
  const lanes = Math.min(MOST_LANES, maxLanes);
  const counts = new Set([...Array.from({ length: lanes }, (_, index) => String(index + 1)), typed.lanes]);
  const ends = keepUntil === undefined ? DAYS : [{ value: KEEP, label: `As it is: until ${keepUntil}` }, ...DAYS];
  const end = ends.find(({ value }) => value === typed.days)?.label ?? '';
  return (
    <>
      <AmountField
        label="Highest price a minute"
        name="price"
        value={typed.price}
        onChange={(price) => change({ price })}
        error={errors.price}
        hint={
          <>
            <span aria-live="polite" className="block text-sm text-ink tabular-nums">
              {!errors.price && priceWords(typed, deposit)}
            </span>
            <span className="mt-1 block">
              You pay each stream’s own price; one that costs more than this cannot be paid.
            </span>
          </>
        }
      />
      <AmountField
        label="Tips and passes, at most"
        name="extras"
        value={typed.extras}
        onChange={(extras) => change({ extras })}
        hint="In total, as long as this purse is open. 0 for none."
        error={errors.extras}
      />
      <details className="group border-y py-1" open={errors.lanes || errors.days ? true : undefined}>
        <summary className="flex min-h-11 list-none items-center justify-between gap-4 text-sm [&::-webkit-details-marker]:hidden">
          <span>
            {plural(Number(typed.lanes) || 1, 'stream')} at a time,{' '}
            {typed.days === KEEP ? `until ${keepUntil ?? ''}` : `for ${end}`}
          </span>
          <span className="text-xs text-soft underline underline-offset-4 group-open:hidden">Change</span>
        </summary>
        <div className="grid gap-5 pt-2 pb-4 sm:grid-cols-2">
          <Select
            label="Streams at a time"
            name="lanes"
            value={typed.lanes}
            onChange={(event) => change({ lanes: event.target.value })}
            error={errors.lanes}
            hint="How many can be paid at the same moment."
          >
            {[...counts].map((count) => (
              <option key={count}>{count}</option>
            ))}
          </Select>
          <Select
            label="For how long"
            name="days"
            value={typed.days}
            onChange={(event) => change({ days: event.target.value })}
            error={errors.days}
            hint="Afterwards it pays for nothing. What is left stays yours."
          >
            {ends.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        </div>
      </details>
    </>
  );
}

/** What the typed price comes to: in an hour, and how long the money lasts. */
function priceWords({ price, lanes }: TypedLimits, deposit: Amount | null): string {
  const read = readPrice(price);
  if ('problem' in read) return read.problem;
  const hourly = `That is ${speakPrice(read.rate).hour} ${SYMBOL} an hour.`;
  const count = Number(lanes);
  const lasts = deposit === null ? null : lastsFor(deposit, read.rate, count);
  if (!lasts) return hourly;
  const all = count > 1 ? `, with ${count} streams at a time` : '';
  return `${hourly} Your deposit lasts ${lasts} at that price${all}, and longer at a lower one.`;
}
