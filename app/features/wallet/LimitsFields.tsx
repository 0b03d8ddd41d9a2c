import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { type Amount } from '../../../sdk/money';
import { DAYS, KEEP } from '../../../schemas/purse';
import { fieldProps, type FormField, typedIn } from '../../lib/form';
import { useMoney } from '../../lib/money';
import { useSay } from '../../lib/texts';
import { Select } from '../../ui/Field';
import { AmountField } from '../../ui/AmountField';
import { priceWords } from './purse-forms';
import { type WantedStream } from '../transactions/purse-types';

/** More streams at once than this nobody watches; the contract may allow more. */
const MOST_LANES = 4;

interface LimitsFieldsProps {
  fields: Record<'maxRate' | 'lanes' | 'extrasAllowance' | 'expiresAt', FormField>;
  /** What the purse has for seconds, or would have; null while that is not known. */
  deposit: Amount | null;
  maxLanes: number;
  /**
   * Nothing is sold here beside the time: only a purse that has an allowance for it already is
   * asked about it.
   */
  extras?: boolean;
  /** When the present key ends, as words; offered as one of the choices. */
  keepUntil?: string | undefined;
  /** What the money is wanted for: how long it lasts is said of that, at its own price. */
  stream: WantedStream | null;
}

/**
 * What the session key may do, in plain words: how fast, how much beside the time, how many, how
 * long.
 */
export function LimitsFields({ fields, deposit, maxLanes, extras = false, keepUntil, stream }: LimitsFieldsProps) {
  const { t, i18n } = useLingui();
  const say = useSay();
  const money = useMoney();
  const { maxRate, lanes, extrasAllowance, expiresAt } = fields;
  const [streams, days] = [Number(typedIn(lanes)) || 1, typedIn(expiresAt)];
  const most = Math.min(MOST_LANES, maxLanes);
  const counts = new Set([...Array.from({ length: most }, (_, index) => String(index + 1)), lanes.defaultValue]);
  const terms = DAYS.map(({ value, label }) => ({ value, label: say(label) }));
  const ends = keepUntil === undefined ? terms : [{ value: KEEP, label: t`As it is: until ${keepUntil}` }, ...terms];
  const end = ends.find(({ value }) => value === days)?.label ?? '';
  const until = keepUntil ?? '';
  return (
    <>
      <AmountField
        label={t`Highest price a minute`}
        {...amountProps(maxRate)}
        hint={
          <>
            <span aria-live="polite" className="block text-sm text-ink tabular-nums">
              {!maxRate.errors && priceWords({ price: typedIn(maxRate), lanes: streams }, deposit, stream, money, i18n)}
            </span>
            <span className="mt-1 block">
              <Trans>You pay each stream’s own price; one that costs more than this cannot be paid.</Trans>
            </span>
          </>
        }
      />
      {extras || extrasAllowance.errors ? (
        <AmountField
          label={t`Beside the time, at most`}
          {...amountProps(extrasAllowance)}
          hint={t`For tips and passes, in total. There are none yet: with 0 nothing can be taken for them.`}
        />
      ) : (
        <input type="hidden" name={extrasAllowance.name} defaultValue={extrasAllowance.defaultValue} />
      )}
      <details className="group border-y py-1" open={lanes.errors || expiresAt.errors ? true : undefined}>
        <summary className="flex min-h-11 list-none items-center justify-between gap-4 text-sm [&::-webkit-details-marker]:hidden">
          <span>
            {days === KEEP
              ? t`${plural(streams, {
                  one: `# stream at a time, until ${until}`,
                  other: `# streams at a time, until ${until}`,
                })}`
              : t`${plural(streams, {
                  one: `# stream at a time, for ${end}`,
                  other: `# streams at a time, for ${end}`,
                })}`}
          </span>
          <span className="text-xs text-soft underline underline-offset-4 group-open:hidden">
            <Trans>Change</Trans>
          </span>
        </summary>
        <div className="grid gap-5 pt-2 pb-4 sm:grid-cols-2">
          <Select
            label={t`Streams at a time`}
            {...fieldProps(lanes)}
            hint={t`How many can be paid at the same moment.`}
          >
            {[...counts].map((count) => (
              <option key={count}>{count}</option>
            ))}
          </Select>
          <Select
            label={t`For how long`}
            {...fieldProps(expiresAt)}
            hint={t`Afterwards it pays for nothing. What is left stays yours.`}
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

/** What the control of an amount carries. */
export function amountProps(field: FormField) {
  const { name, defaultValue, required, error } = fieldProps(field);
  return { name, defaultValue, required, error };
}
