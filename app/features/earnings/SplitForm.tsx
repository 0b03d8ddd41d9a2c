import { Plus, X } from 'lucide-react';
import { type FormEvent, useRef, useState } from 'react';
import { SYMBOL } from '../../lib/price';
import { Button, IconButton } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { FormNote } from '../../ui/FormNote';
import { type FormProblem, NO_PROBLEM, TYPED_WRONG, withoutFields } from '../wallet/form-problem';
import { type PageRefusal } from '../wallet/refusal';
import { type WalletTransaction } from '../wallet/useWalletTransaction';
import { contractAddress } from './contract-address';
import {
  emptyShare,
  fieldOf,
  kept,
  MOST_SHARES,
  readPercent,
  readShares,
  sameAsSet,
  type TypedShare,
  typedShares,
} from './split-form';
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
  const [problem, setProblem] = useState<FormProblem>(NO_PROBLEM);
  const rows = useRef<HTMLDivElement>(null);
  const split = wallet.split ?? [];
  const shared = split.length > 0;
  const rest = kept(typed);

  /** What was pressed is gone: the focus goes to the last row, or to where one is added. */
  const focusLast = () =>
    requestAnimationFrame(() => {
      const fields = [...(rows.current?.querySelectorAll<HTMLElement>('[name^=address], [data-add]') ?? [])];
      (fields.filter((field) => field.matches('input')).at(-1) ?? fields.at(-1))?.focus();
    });
  const type = (row: TypedShare, kind: 'address' | 'percent', text: string) => {
    onType(typed.map((other) => (other.id === row.id ? { ...row, [kind]: text } : other)));
    setProblem((before) => withoutFields(before, mended(typed, row, kind)));
  };
  const remove = (row: TypedShare) => {
    onType(typed.filter(({ id }) => id !== row.id));
    const gone = { ...mended(typed, row, 'address'), ...mended(typed, row, 'percent') };
    setProblem((before) => ({ ...withoutFields(before, gone), message: null }));
    focusLast();
  };
  const startWith = (shares: TypedShare[]) => {
    onType(shares);
    setProblem(NO_PROBLEM);
    focusLast();
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const read = readShares(typed, { own: wallet.h160, shared });
    if ('problems' in read) return setProblem({ message: read.message ?? TYPED_WRONG, fields: read.problems });
    setProblem(NO_PROBLEM);
    const refused = await transaction.prepare({
      address: wallet.address,
      action: { kind: 'setSplit', shares: read.shares },
    });
    if (refused) setProblem(problemOf(refused, typed));
  };

  return (
    <form onSubmit={(event) => void submit(event)} noValidate className="mt-5 flex flex-col gap-5">
      {shared && !sameAsSet(typed, split) && (
        <p className="text-sm text-soft">
          What you see here is not set yet.{' '}
          <button
            type="button"
            className="underline underline-offset-4 hover:text-ink"
            onClick={() => startWith(typedShares(split))}
          >
            Back to what is set
          </button>
        </p>
      )}
      <div ref={rows} className="flex flex-col gap-5">
        {typed.map((row, index) => (
          <fieldset key={row.id} className="grid grid-cols-[1fr_auto] items-start gap-3 sm:grid-cols-[1fr_7rem_auto]">
            <legend className="sr-only">Part {index + 1}</legend>
            <TextField
              label="Wallet address"
              className="col-span-full sm:col-span-1"
              name={fieldOf('address', row)}
              value={row.address}
              onChange={(event) => type(row, 'address', event.target.value)}
              error={problem.fields[fieldOf('address', row)]}
              hint={calledWords(row.address, wallet, wallets)}
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
              maxLength={100}
            />
            <TextField
              label="Percent"
              name={fieldOf('percent', row)}
              value={row.percent}
              onChange={(event) => type(row, 'percent', event.target.value)}
              error={problem.fields[fieldOf('percent', row)]}
              inputMode="decimal"
              autoComplete="off"
            />
            <IconButton label={`Remove part ${index + 1}`} className="mt-6.5 h-11" onClick={() => remove(row)}>
              <X aria-hidden="true" />
            </IconButton>
          </fieldset>
        ))}
        <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
          <Button
            data-add
            disabled={typed.length >= MOST_SHARES}
            onClick={() => {
              onType([...typed, emptyShare()]);
              focusLast();
            }}
          >
            <Plus aria-hidden="true" className="size-4" />
            {typed.length >= MOST_SHARES ? `${MOST_SHARES} parts are the most` : 'Add somebody'}
          </Button>
          <p role="status" className={rest < 0 ? 'text-sm text-danger' : 'text-sm font-medium tabular-nums'}>
            {keptWords(rest)}
          </p>
        </div>
      </div>
      {typed.length > 0 && (
        <p className="max-w-[65ch] text-xs text-soft">
          {feeBasisPoints > 0 && 'Percentages are of what is left after the platform’s fee. '}
          {rest === 0
            ? 'As nothing is left for you to withdraw, the others can withdraw their parts when you set the parts again. '
            : 'The others can withdraw their parts when you have withdrawn yours, or set the parts again. '}
          Parts are exact: what does not divide, less than 0.00000000000001 {SYMBOL}, waits for what is settled next.
        </p>
      )}
      <FormNote error={problem.message} answer={problem} />
      <Button type="submit" variant="primary" size="large" busy={transaction.preparing}>
        {!shared ? 'Share these earnings' : typed.length === 0 ? 'Share no more' : 'Set these parts'}
      </Button>
    </form>
  );
}

/** The fields that typing in this one mends: itself, and those that were wrong only beside it (twice the same, too much in all). */
function mended(typed: TypedShare[], row: TypedShare, kind: 'address' | 'percent'): object {
  const right = ({ address, percent }: TypedShare) =>
    kind === 'address' ? contractAddress(address.trim()) !== null : 'basisPoints' in readPercent(percent);
  const fields = typed.filter((other) => other.id === row.id || right(other));
  return Object.fromEntries(fields.map((field) => [fieldOf(kind, field), true]));
}

/** Who that is, where the page knows it already; else what the words before signing will call it. */
function calledWords(typed: string, { split }: EarningWallet, wallets: EarningWallet[]): string | undefined {
  const account = contractAddress(typed.trim());
  if (account === null) return undefined;
  const person = split?.find((share) => share.account === account)?.person ?? null;
  if (person || wallets.some(({ h160 }) => h160 === account)) return holderWords({ account, person }, wallets);
  return typed.trim().startsWith('0x')
    ? undefined
    : `The contract calls it ${account.slice(0, 8)}…${account.slice(-6)}.`;
}

/** What the API refused, beside the part that it is about. */
function problemOf({ message, fields }: PageRefusal, typed: TypedShare[]): FormProblem {
  const ours: FormProblem['fields'] = {};
  for (const [path, sentence] of Object.entries(fields)) {
    const [, index, name] = /shares\.(\d+)\.(address|basisPoints)$/.exec(path) ?? [];
    const row = typed[Number(index)];
    if (row) ours[fieldOf(name === 'address' ? 'address' : 'percent', row)] = sentence;
  }
  return { message, fields: ours };
}
