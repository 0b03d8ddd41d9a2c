import { useLingui } from '@lingui/react/macro';
import { useNavigate, useRevalidator } from '@remix-run/react';
import { useState } from 'react';
import { says } from '../../../texts/says';
import { formatDate } from '../../lib/format';
import { type PageRefusal } from '../../lib/page-refusal';
import { useSay } from '../../lib/texts';
import { useZone } from '../../lib/time';
import { useToast } from '../../ui/Toast';
import { type ChainView, type WalletView, type WantedStream } from '../transactions/purse-types';
import { DONE_WORDS } from '../transactions/purse-words';
import { TransactionStrip } from '../transactions/TransactionStrip';
import { useWalletTransaction, type WalletTransaction } from '../transactions/useWalletTransaction';
import { FaucetButton } from './FaucetButton';
import { PurseDialog, type PurseQuestion } from './PurseDialog';
import { PurseFigures, PurseNumber } from './PurseFigures';
import { type PurseSituation, situationOf } from './purse-situation';
import { type KeyPlace, keyOwner, retireKey } from './session-keys';
import { ClosingPurse, type ClosingAction } from './states/ClosingPurse';
import { ExpiredPurse } from './states/ExpiredPurse';
import { KeyElsewhere } from './states/KeyElsewhere';
import { NoPurse } from './states/NoPurse';
import { ReadyPurse } from './states/ReadyPurse';

/** After one of these the purse can pay, which is what somebody who came from a stream came for. */
const MAKES_READY = new Set(['open', 'topUp', 'rekey', 'cancelClose']);

interface PursePanelProps {
  chain: ChainView;
  wallet: WalletView;
  keyPlace: KeyPlace;
  /** The wallet whose purse this browser can pay from. */
  ready: WalletView | null;
  next: string | null;
  stream: WantedStream | null;
  asked: 'topUp' | null;
}

/** One wallet's purse in whichever state it is, and the transaction that changes it. */
export function PursePanel({ chain, wallet, keyPlace, ready, next, stream, asked }: PursePanelProps) {
  const { i18n } = useLingui();
  const say = useSay();
  const canTopUp = wallet.purse?.status === 'open' && !wallet.purse.expired && chain.reachable;
  const [question, setQuestion] = useState<PurseQuestion | null>(canTopUp ? asked : null);
  const [refusal, setRefusal] = useState<PageRefusal | null>(null);
  const [preparing, setPreparing] = useState<ClosingAction | null>(null);
  const transaction = usePurseTransaction({ chain, wallet, next, setQuestion });
  const zone = useZone();
  const situation = situationOf(wallet, keyPlace);
  const purse = situation.kind === 'none' ? null : situation.purse;
  const until = purse ? formatDate(purse.limits.expiresAt, zone, 'dayTime', i18n) : '';
  const disabled = transaction.step?.at === 'sent' || !chain.reachable;

  const prepareAtOnce = async (kind: ClosingAction) => {
    setPreparing(kind);
    setRefusal(await transaction.prepare({ address: wallet.address, action: { kind } }));
    setPreparing(null);
  };
  const stateOf = (now: PurseSituation) => {
    switch (now.kind) {
      case 'none':
        return (
          <NoPurse {...{ chain, wallet, transaction, stream }} closedBefore={now.closedBefore} blocked={disabled} />
        );
      case 'closing':
        return (
          <ClosingPurse
            {...{ chain, preparing, disabled }}
            purse={now.purse}
            onAction={(action) => void prepareAtOnce(action)}
          />
        );
      case 'expired':
        return <ExpiredPurse since={until} disabled={disabled} onAsk={setQuestion} />;
      case 'keyElsewhere':
        return <KeyElsewhere ready={ready} disabled={disabled} onAsk={setQuestion} />;
      case 'ready':
        return <ReadyPurse disabled={disabled} onAsk={setQuestion} />;
    }
  };

  return (
    <div className="flex flex-col gap-8">
      {!question && transaction.step && (
        <TransactionStrip transaction={transaction} onShow={() => setQuestion('transaction')} />
      )}
      {purse ? (
        <>
          <div className="flex flex-col gap-6">
            <PurseNumber purse={purse} until={until} />
            {stateOf(situation)}
            {refusal && (
              <p role="alert" className="text-sm text-danger">
                {say(refusal.message)}
              </p>
            )}
          </div>
          <PurseFigures purse={purse} />
          {chain.faucet && wallet.balance === 0n && <FaucetButton address={wallet.address} size="small" />}
        </>
      ) : (
        stateOf(situation)
      )}
      <PurseDialog
        {...{ chain, wallet, purse, keyPlace, transaction, stream, question }}
        onClose={() => setQuestion(null)}
        keepUntil={purse && !purse.expired ? until : undefined}
      />
    </div>
  );
}

/**
 * The wallet's transaction: what is prepared opens the dialog, what is final closes it and leads
 * back to where somebody came from.
 */
function usePurseTransaction({
  chain,
  wallet,
  next,
  setQuestion,
}: Pick<PursePanelProps, 'chain' | 'wallet' | 'next'> & {
  setQuestion: (change: (before: PurseQuestion | null) => PurseQuestion | null) => void;
}): WalletTransaction {
  const navigate = useNavigate();
  const { revalidate } = useRevalidator();
  const say = useToast();
  const owner = keyOwner(chain, wallet.h160);
  const transaction = useWalletTransaction(chain.contract, ({ kind }, { address, replaces }) => {
    setQuestion(() => null);
    say({ message: DONE_WORDS[kind] ?? says('Done.') });
    if (next && MAKES_READY.has(kind)) void navigate(next);
    else revalidate();
    // The server takes the old key's vouchers no more; that it also stops signing here is a second
    // lock.
    if (replaces && owner && address === wallet.address) void retireKey(owner, replaces).catch(() => undefined);
  });
  return {
    ...transaction,
    prepare: async (wish) => {
      const refused = await transaction.prepare(wish);
      if (!refused) setQuestion((before) => before ?? 'transaction');
      return refused;
    },
  };
}
