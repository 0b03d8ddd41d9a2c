import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useRef } from 'react';
import { type I18n, say } from '../../../texts/i18n';
import { useSay } from '../../lib/texts';
import { Button } from '../../ui/Button';
import { FormNote } from '../../ui/FormNote';
import { Line, Lines } from '../../ui/Lines';
import { Money } from '../../ui/Money';
import { SecondHand } from '../../ui/SecondHand';
import { Steps } from '../../ui/Steps';
import { When } from '../../ui/When';
import { type PreparedTransaction, type TransactionView } from './purse-types';
import { type TransactionStep, type WalletTransaction } from './useWalletTransaction';

/** What a transaction is called where its place in the way is told. */
export function stepTitle(step: TransactionStep, i18n: I18n): string {
  switch (step.at) {
    case 'reading':
    case 'signing':
      return step.prepared.words.title;
    case 'sent':
      return i18n._(msg`On its way`);
    case 'failed':
      return i18n._(msg`That did not work`);
  }
}

/** What the dialog says above the step. */
export function stepHint(step: TransactionStep, i18n: I18n): string {
  switch (step.at) {
    case 'reading':
      return i18n._(
        msg`Your wallet will now ask you to sign this. It is read from the very bytes that you sign, and your browser holds them against what you asked for. Nothing is sent before.`,
      );
    case 'signing': {
      const wallet = say(i18n, step.wallet.name);
      return i18n._(msg`Sign it in ${wallet}. Its window may be behind this one.`);
    }
    case 'sent':
      return i18n._(msg`You can leave this page: it goes on without you.`);
    case 'failed':
      return i18n._(msg`Here is what happened.`);
  }
}

interface TransactionStepsProps {
  transaction: WalletTransaction;
  /** Closes what it is shown in; the transaction goes on. */
  onLeave: () => void;
  /** Back to where it was asked for. */
  onBack: () => void;
}

/** A transaction on its way: what it means, the wallet's turn, the chain's turn. */
export function TransactionSteps({ transaction, onLeave, onBack }: TransactionStepsProps) {
  const place = useRef<HTMLDivElement>(null);
  const at = transaction.step?.at;
  // What had the focus is gone with the step before.
  useEffect(() => place.current?.focus(), [at]);
  return (
    <div ref={place} tabIndex={-1} className="outline-none">
      <Step transaction={transaction} onLeave={onLeave} onBack={onBack} />
    </div>
  );
}

function Step({ transaction, onLeave, onBack }: TransactionStepsProps) {
  const { t, i18n } = useLingui();
  const say = useSay();
  const { step, sign, prepare, preparing, goByNewContract } = transaction;
  switch (step?.at) {
    case 'reading': {
      const { problem, wish, prepared, wallets } = step;
      return (
        <div className="mt-5 flex flex-col gap-5">
          <Words prepared={prepared} />
          <FormNote error={problem?.message} answer={problem} />
          {wallets.length === 0 && (
            <p className="text-sm">
              <Trans>
                This browser has no wallet. Nothing was sent. Open this page in the browser that has it, or install it
                and reload the page.
              </Trans>
            </p>
          )}
          <div className="flex flex-wrap justify-end gap-3">
            <Button onClick={onBack}>
              <Trans>Back</Trans>
            </Button>
            {problem?.code === 'anotherContract' ? (
              <Button onClick={goByNewContract}>
                <Trans>Go by the new contract</Trans>
              </Button>
            ) : mustStartAgain(problem?.code) ? (
              <Button variant="primary" busy={preparing} onClick={() => void prepare(wish)}>
                <Trans>Prepare it again</Trans>
              </Button>
            ) : (
              wallets.map((wallet) => {
                const name = say(wallet.name);
                return (
                  <Button
                    key={wallet.id}
                    variant={wallets.length === 1 ? 'primary' : 'plain'}
                    onClick={() => void sign(wallet)}
                  >
                    <Trans>Sign with {name}</Trans>
                  </Button>
                );
              })
            )}
          </div>
        </div>
      );
    }
    case 'signing':
      return (
        <div className="mt-5 flex flex-col gap-5">
          <Words prepared={step.prepared} />
          <div role="status" className="flex items-center gap-3 text-sm">
            <SecondHand running className="size-5" />
            <Trans>Waiting for your wallet.</Trans>
          </div>
          <div className="flex justify-end">
            <Button onClick={onBack}>
              <Trans>Do not sign</Trans>
            </Button>
          </div>
        </div>
      );
    case 'sent':
      return (
        <div className="mt-6 flex flex-col gap-6">
          <Progress transaction={step.transaction} />
          <p role="status" className="text-sm text-soft">
            {step.outOfSight
              ? t`We cannot reach the server right now and keep trying. What you signed counts once, whatever happens here.`
              : statusWords(step.transaction, i18n)}
          </p>
          <div className="flex justify-end">
            <Button onClick={onLeave}>
              <Trans>Close</Trans>
            </Button>
          </div>
        </div>
      );
    case 'failed':
      return (
        <div className="mt-5 flex flex-col gap-5">
          <FormNote error={step.message} answer={step} />
          <div className="flex justify-end">
            <Button onClick={onBack}>
              <Trans>Back</Trans>
            </Button>
          </div>
        </div>
      );
    case undefined:
      return null;
  }
}

/** What is signed, and what carrying it out costs. */
function Words({ prepared: { words, fee, storageDeposit } }: { prepared: PreparedTransaction }) {
  const { t } = useLingui();
  return (
    <Lines label={t`What you sign`}>
      {words.lines.map(({ label, value, exact, at }) => (
        <Line key={label} label={label}>
          {at ? <When at={at} /> : <span title={exact}>{value}</span>}
        </Line>
      ))}
      <Line label={t`Fee to the chain, about`}>
        <Money amount={fee} />
      </Line>
      {storageDeposit > 0n && (
        <Line label={t`Held back for storage, at most`}>
          <Money amount={storageDeposit} />
        </Line>
      )}
    </Lines>
  );
}

function Progress({ transaction: { status, blockNumber } }: { transaction: TransactionView }) {
  const { t } = useLingui();
  return (
    <Steps
      label={t`How far it is`}
      current={status === 'inBlock' ? 2 : status === 'finalized' ? 3 : 1}
      stages={[
        { label: t`Signed by your wallet` },
        { label: blockNumber === null ? t`In a block` : t`In block ${blockNumber}` },
        { label: t`Final`, note: t`From then on nothing can undo it.` },
      ]}
    />
  );
}

/** How far it is, in a sentence. */
export function statusWords({ status, blockNumber: block }: TransactionView, i18n: I18n): string {
  const blockNumber = block ?? '';
  if (status === 'inBlock') return i18n._(msg`In block ${blockNumber}, waiting for finality.`);
  if (status === 'finalized') return i18n._(msg`Done.`);
  return i18n._(msg`Sent. Waiting for a block.`);
}

/** A prepared transaction is good for a few minutes and for one signature. */
function mustStartAgain(code: string | null | undefined): boolean {
  return code === 'transactionTooOld' || code === 'foreignSignature' || code === 'alreadySent' || code === 'notAsAsked';
}
