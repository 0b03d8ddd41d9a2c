import { useCallback, useEffect, useRef, useState } from 'react';
import { apiClient } from '../../lib/api-client';
import { type ChainMoney } from '../../../sdk/money';
import { type H160, type Hex } from '../../../sdk/voucher';
import { says } from '../../../texts/says';
import { useMoney } from '../../lib/money';
import { checkPayload } from './check-payload';
import {
  installedWallets,
  type InstalledWallet,
  offerDemoWallet,
  signTransaction,
  walletOf,
} from '../../lib/wallets/extensions';
import { forgetContract, isKnownContract, type KnownContract, rememberContract } from './known-contract';
import { type PreparedTransaction, type PurseAction, type TransactionView } from './purse-types';
import { type PageRefusal, readRefusal } from '../../lib/page-refusal';
import {
  forgetTransaction,
  type RememberedTransaction,
  rememberedTransaction,
  rememberTransaction,
} from './transaction-memory';
import { type Sighting, watchTransaction } from './watch-transaction';
import { chosenWallet, rememberWallet } from '../../lib/wallets/wallet-choice';

/** What somebody wants their wallet to do. */
export interface Wish {
  address: string;
  action: PurseAction;
  /** The session key that it replaces. */
  replaces?: Hex;
}

/** Where a transaction is on its way from words on the screen to a final block. */
export type TransactionStep =
  | {
      at: 'reading';
      wish: Wish;
      prepared: PreparedTransaction;
      wallets: InstalledWallet[];
      problem: PageRefusal | null;
    }
  | { at: 'signing'; wish: Wish; prepared: PreparedTransaction; wallet: InstalledWallet }
  | { at: 'sent'; transaction: TransactionView; outOfSight: boolean }
  | { at: 'failed'; message: string };

/**
 * The one way of every transaction: the server prepares it and says in words what it is, the wallet
 * signs it, the server sends it, and the page follows it until it is final. A reload in the middle
 * goes on following.
 */
export function useWalletTransaction(
  contract: H160 | null,
  onFinal: (transaction: TransactionView, signed: RememberedTransaction) => void,
) {
  const money = useMoney();
  const [step, setStep] = useState<TransactionStep | null>(null);
  const [preparing, setPreparing] = useState(false);
  const final = useRef(onFinal);
  useEffect(() => {
    final.current = onFinal;
  });
  const following = useRef<AbortController>(undefined);
  /**
   * A wallet may answer long after its owner has turned back: what it signs then is thrown away.
   */
  const attempt = useRef(0);

  const follow = useCallback((signed: RememberedTransaction) => {
    following.current?.abort();
    following.current = new AbortController();
    const tell = (sighting: Sighting) => {
      if (sighting.kind === 'outOfSight')
        return setStep((before) => (before?.at === 'sent' ? { ...before, outOfSight: true } : before));
      if (sighting.kind === 'seen' && !['finalized', 'failed'].includes(sighting.transaction.status))
        return setStep({ at: 'sent', transaction: sighting.transaction, outOfSight: false });
      forgetTransaction();
      if (sighting.kind === 'neverSent')
        return setStep({ at: 'failed', message: says('It was never sent. Nothing was done and nothing was charged.') });
      const { transaction } = sighting;
      if (transaction.status === 'failed') return setStep({ at: 'failed', message: failure(transaction) });
      setStep(null);
      final.current(transaction, signed);
    };
    void watchTransaction(signed.id, following.current.signal, tell);
  }, []);

  useEffect(() => {
    const signed = rememberedTransaction();
    if (signed) follow(signed);
    return () => following.current?.abort();
  }, [follow]);

  /** Has the server prepare it; answers what it refused, to be shown beside what was typed. */
  const prepare = async (wish: Wish): Promise<PageRefusal | null> => {
    setPreparing(true);
    try {
      const { trpc } = apiClient();
      const [prepared] = await Promise.all([
        trpc.purse.prepare.mutate({ address: wish.address, action: wish.action }),
        offerDemoWallet(),
      ]);
      setStep({ at: 'reading', wish, prepared, wallets: walletsFor(wish.address), problem: null });
      return null;
    } catch (problem) {
      return readRefusal(problem);
    } finally {
      setPreparing(false);
    }
  };

  const sign = async (wallet: InstalledWallet) => {
    if (step?.at !== 'reading') return;
    const { wish, prepared } = step;
    const { id } = prepared;
    const checked = checkedCall(wish, prepared, contract, money);
    if ('problem' in checked) return setStep({ ...step, problem: checked.problem });
    const mine = (attempt.current += 1);
    setStep({ at: 'signing', wish, prepared, wallet });
    const signed = { id, address: wish.address, replaces: wish.replaces ?? null };
    let sending = false;
    try {
      const answer = await signTransaction(await walletOf(wallet.id, wish.address), prepared.payload);
      if (attempt.current !== mine) return;
      rememberWallet(wish.address, wallet.id);
      rememberContract(checked.found);
      rememberTransaction(signed);
      sending = true;
      const { trpc } = apiClient();
      const transaction = await trpc.purse.submit.mutate({ id, ...answer });
      setStep({ at: 'sent', transaction, outOfSight: false });
      follow(signed);
    } catch (thrown) {
      if (attempt.current !== mine) return;
      const problem = readRefusal(thrown);
      if (sending && problem.code === null) {
        // The answer was lost, not the transaction, for all we know.
        setStep({ at: 'sent', transaction: unknownYet(id, wish), outOfSight: true });
        return follow(signed);
      }
      forgetTransaction();
      setStep({ at: 'reading', wish, prepared, wallets: installedWallets(), problem });
    }
  };

  /**
   * The owner says that the contract is another one now: from here on this browser goes by that.
   */
  const goByNewContract = () => {
    forgetContract();
    setStep((before) => (before?.at === 'reading' ? { ...before, problem: null } : before));
  };

  /**
   * Goes back from what is not sent yet, or from what failed. What is on its way stays on its way.
   */
  const turnBack = () => {
    if (step?.at === 'sent') return;
    attempt.current += 1;
    setStep(null);
  };

  return { step, preparing, prepare, sign, goByNewContract, turnBack };
}

/** What `useWalletTransaction` gives. */
export type WalletTransaction = ReturnType<typeof useWalletTransaction>;

/** The wallet that signed for this address before; else all that there are. */
function walletsFor(address: string): InstalledWallet[] {
  const wallets = installedWallets();
  const chosen = wallets.filter(({ id }) => id === chosenWallet(address));
  return chosen.length > 0 ? chosen : wallets;
}

/**
 * The bytes say what the form said, of the contract that this browser knows; else the wallet is not
 * opened, and this says why.
 */
function checkedCall(
  { address, action }: Wish,
  prepared: PreparedTransaction,
  contract: H160 | null,
  money: ChainMoney | null,
): { found: KnownContract } | { problem: PageRefusal } {
  const notAsAsked = { problem: { code: 'notAsAsked' as const, message: NOT_AS_ASKED, fields: {} } };
  if (contract === null || money === null) return notAsAsked;
  const { decimals } = money;
  const read = checkPayload({ address, action, contract, decimals }, prepared);
  if (typeof read === 'string') return notAsAsked;
  const found = { genesisHash: prepared.payload.genesisHash, contract, callNumber: read.callNumber, decimals };
  if (isKnownContract(found)) return { found };
  return { problem: { code: 'anotherContract', message: ANOTHER_CONTRACT, fields: {} } };
}

const NOT_AS_ASKED = says(
  'What this site prepared does not say what you asked for, so your wallet was not opened. Nothing was signed and nothing was sent. Reload the page; if it happens again, do not use this site.',
);
const ANOTHER_CONTRACT = says(
  'This site speaks of another contract, another chain or other money than the one that this browser signed for before, so your wallet was not opened. Nothing was signed. If you were told of a new one, go by it.',
);

function failure({ message }: TransactionView): string {
  return message ?? says('The chain did not carry it out. Your purse is as it was; only the fee is gone.');
}

function unknownYet(id: string, { action }: Wish): TransactionView {
  return { id, kind: action.kind, status: 'submitted', message: null, blockNumber: null, blockUrl: null };
}
