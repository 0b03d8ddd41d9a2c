import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, useState } from 'react';
import { type Amount, exactAmount, withSymbol } from '../../../sdk/money';
import { useMoney } from '../../lib/money';
import { speakPrice } from '../../lib/price';
import { type StreamDetail } from '../../lib/api';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { AmountField } from '../../ui/AmountField';
import { readMoney } from '../../../schemas/read-money';

interface LimitDialogProps {
  stream: StreamDetail;
  limit: Amount | null;
  /** What was paid already: a limit below that says stop. */
  spent: Amount | null;
  open: boolean;
  setOpen: (open: boolean) => void;
  setLimit: (limit: Amount | null) => Promise<void>;
}

/** What this viewing may cost in all, as the viewer wants it; before it begins, and while. */
export function LimitDialog({ open, setOpen, ...rest }: LimitDialogProps) {
  const { t } = useLingui();
  const { limit } = rest;
  const money = useMoney();
  const { status } = rest.stream;
  const set = limit === null ? null : withSymbol(exactAmount(limit), money);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={status === 'recorded' ? t`A limit for this video` : t`A limit for this stream`}
      description={t`When watching has cost this much, the picture pauses and nothing more is charged.`}
      trigger={
        <Button size="small" className="tabular-nums">
          {set === null ? t`Set a limit` : t`Limit ${set}`}
        </Button>
      }
    >
      <LimitForm {...rest} done={() => setOpen(false)} />
    </Dialog>
  );
}

function LimitForm({
  stream,
  limit,
  spent,
  setLimit,
  done,
}: Omit<LimitDialogProps, 'open' | 'setOpen'> & { done: () => void }) {
  const { t, i18n } = useLingui();
  const money = useMoney();
  const [typed, setTyped] = useState(limit === null ? '' : exactAmount(limit));
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);

  const keep = async (wished: Amount | null) => {
    setBusy(true);
    try {
      await setLimit(wished);
      done();
    } catch {
      setProblem(t`That was not saved. The limit is as it was. Try again.`);
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = readMoney(typed, money, { none: t`Type how much it may cost.` });
    if ('problem' in read) return setProblem(read.problem);
    if (spent !== null && read.amount <= spent) {
      const cost = withSymbol(exactAmount(spent), money);
      return setProblem(t`It has cost ${cost} already. Type more than that.`);
    }
    void keep(read.amount);
  };
  const { minute } = speakPrice(stream.ratePerSecond, money, i18n);
  return (
    <form onSubmit={submit} noValidate className="mt-5 flex flex-col gap-5">
      <AmountField
        label={t`At most`}
        name="limit"
        required
        value={typed}
        onChange={({ target }) => {
          setTyped(target.value);
          setProblem(undefined);
        }}
        error={problem}
        hint={
          stream.status === 'recorded'
            ? t`The video costs ${minute} a minute.`
            : t`The stream costs ${minute} a minute.`
        }
      />
      <div className="flex flex-wrap justify-end gap-3">
        {limit !== null && (
          <Button disabled={busy} onClick={() => void keep(null)}>
            <Trans>No limit</Trans>
          </Button>
        )}
        <Button type="submit" variant="primary" busy={busy}>
          <Trans>Set the limit</Trans>
        </Button>
      </div>
    </form>
  );
}
