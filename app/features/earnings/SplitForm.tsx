import { type FieldMetadata } from '@conform-to/react';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Plus, X } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import { type I18n } from '../../../texts/i18n';
import { withSymbol } from '../../../sdk/money';
import { MOST_SHARES, sharesForm } from '../../../schemas/sharing';
import { fieldProps, NOT_SENT, typedIn, useSchemaForm } from '../../lib/form';
import { useMoney } from '../../lib/money';
import { Button, IconButton } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { FormNote } from '../../ui/FormNote';
import { type WalletTransaction } from '../transactions/useWalletTransaction';
import { contractAddress } from './contract-address';
import { keptBasisPoints, NO_SHARE, sameAsSet, type TypedShare, typedShares } from './split-form';
import { type EarningWallet, holderWords, keptWords } from './split-words';

interface SplitFormProps {
  wallet: EarningWallet;
  wallets: EarningWallet[];
  feeBasisPoints: number;
  /** What was typed, kept by the page: whoever closes the dialog finds it again. */
  typed: TypedShare[];
  onType: (typed: TypedShare[]) => void;
  transaction: WalletTransaction;
}

/** Who is to get which part of a wallet's earnings. */
export function SplitForm({ wallet, wallets, feeBasisPoints, typed, onType, transaction }: SplitFormProps) {
  const { t, i18n } = useLingui();
  const least = withSymbol('0.00000000000001', useMoney());
  const rows = useRef<HTMLDivElement>(null);
  const split = wallet.nextSplit ?? wallet.split ?? [];
  const shared = split.length > 0;
  const { h160: own, address } = wallet;
  const { form, fields, note, insert, remove, update } = useSchemaForm({
    schema: useMemo(() => sharesForm({ own, shared, accountOf: contractAddress }), [own, shared]),
    defaultValue: { shares: typed },
    lookAgain: NOT_SENT,
    send: ({ shares }) => transaction.prepare({ address, action: { kind: 'setSplit', shares } }),
  });
  const { name } = fields.shares;
  const parts = fields.shares.getFieldList();
  const now = parts.map((part): TypedShare => {
    const { address, basisPoints } = part.getFieldset();
    return { address: typedIn(address), basisPoints: typedIn(basisPoints) };
  });
  const ownPart = keptBasisPoints(now);

  const told = useRef(onType);
  useEffect(() => {
    told.current = onType;
  });
  const written = JSON.stringify(now);
  useEffect(() => told.current(JSON.parse(written) as TypedShare[]), [written]);

  /** What was pressed is gone: the focus goes to the last row, or to where one is added. */
  const focusLast = () =>
    requestAnimationFrame(() => {
      const fields = [...(rows.current?.querySelectorAll<HTMLElement>('[name$=address], [data-add]') ?? [])];
      (fields.filter((field) => field.matches('input')).at(-1) ?? fields.at(-1))?.focus();
    });
  const changeRows = (change: () => void) => {
    change();
    focusLast();
  };

  return (
    <form {...form} className="mt-5 flex flex-col gap-5">
      {shared && !sameAsSet(now, split) && (
        <p className="text-sm text-soft">
          <Trans>What you see here is not set yet.</Trans>{' '}
          <button
            type="button"
            className="underline underline-offset-4 hover:text-ink"
            onClick={() => changeRows(() => update({ name, value: typedShares(split) }))}
          >
            <Trans>Back to what is set</Trans>
          </button>
        </p>
      )}
      <div ref={rows} className="flex flex-col gap-5">
        {parts.map((part, index) => (
          <Part
            key={part.key ?? index}
            number={index + 1}
            part={part}
            hint={calledWords(now[index]?.address ?? '', wallet, wallets, i18n)}
            onRemove={() => changeRows(() => remove({ name, index }))}
          />
        ))}
        <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
          <Button
            data-add
            disabled={parts.length >= MOST_SHARES}
            onClick={() => changeRows(() => insert({ name, defaultValue: NO_SHARE }))}
          >
            <Plus aria-hidden="true" className="size-4" />
            {parts.length >= MOST_SHARES ? t`${MOST_SHARES} parts are the most` : t`Add somebody`}
          </Button>
          <p role="status" className={ownPart < 0 ? 'text-sm text-danger' : 'text-sm font-medium tabular-nums'}>
            {keptWords(ownPart, i18n)}
          </p>
        </div>
      </div>
      {parts.length > 0 && (
        <p className="max-w-[65ch] text-xs text-soft">
          {feeBasisPoints > 0 && (
            <>
              <Trans>Percentages are of what is left after the platform’s fee.</Trans>{' '}
            </>
          )}
          {ownPart === 0 ? (
            <Trans>
              As nothing is left for you to withdraw, the others can withdraw their parts when you set the parts again.
            </Trans>
          ) : (
            <Trans>The others can withdraw their parts when you have withdrawn yours, or set the parts again.</Trans>
          )}{' '}
          <Trans>Parts are exact: what does not divide, less than {least}, waits for what is settled next.</Trans>
        </p>
      )}
      <FormNote {...note} error={fields.shares.errors?.[0] ?? note.error} />
      <Button type="submit" variant="primary" size="large" busy={transaction.preparing}>
        {!shared ? t`Share these earnings` : parts.length === 0 ? t`Share no more` : t`Set these parts`}
      </Button>
    </form>
  );
}

interface PartProps {
  number: number;
  part: FieldMetadata<Partial<TypedShare>>;
  /** Who that is. */
  hint: string | undefined;
  onRemove: () => void;
}

function Part({ number, part, hint, onRemove }: PartProps) {
  const { t } = useLingui();
  const { address, basisPoints } = part.getFieldset();
  return (
    <fieldset className="grid grid-cols-[1fr_auto] items-start gap-3 sm:grid-cols-[1fr_7rem_auto]">
      <legend className="sr-only">
        <Trans>Part {number}</Trans>
      </legend>
      <TextField
        label={t`Wallet address`}
        {...fieldProps(address)}
        optional={false}
        dir="ltr"
        className="col-span-full sm:col-span-1"
        hint={hint}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
      />
      <TextField
        label={t`Percent`}
        {...fieldProps(basisPoints)}
        optional={false}
        dir="ltr"
        inputMode="decimal"
        autoComplete="off"
      />
      <IconButton label={t`Remove part ${number}`} className="mt-6.5 h-11" onClick={onRemove}>
        <X aria-hidden="true" />
      </IconButton>
    </fieldset>
  );
}

/**
 * Who that is, where the page knows it already; else what the words before signing will call it.
 */
function calledWords(
  typed: string,
  { split, nextSplit }: EarningWallet,
  wallets: EarningWallet[],
  i18n: I18n,
): string | undefined {
  const account = contractAddress(typed.trim());
  if (account === null) return undefined;
  const person = [...(split ?? []), ...(nextSplit ?? [])].find((share) => share.account === account)?.person ?? null;
  if (person || wallets.some(({ h160 }) => h160 === account)) return holderWords({ account, person }, wallets, i18n);
  if (typed.trim().startsWith('0x')) return undefined;
  const short = `${account.slice(0, 8)}…${account.slice(-6)}`;
  return i18n._(msg`The contract calls it ${short}.`);
}
