import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { browserBudgets, memoryBudgets } from '../../../sdk/budget-store';
import { type Amount } from '../../../sdk/money';
import { type Playing, type PlaySnapshot, playVideo } from '../../../sdk/playing';
import { browserKeyStore, sessionKeys } from '../../../sdk/session-key';
import { systemTimers } from '../../../sdk/timers';
import { browserVouchers } from '../../../sdk/voucher-store';
import { apiClient } from '../../lib/api-client';
import { useMe } from '../../lib/me';
import { type Entry } from '../watch/entry';

/** A video that is open on this page, and what its viewer can say. */
export interface PlayingHere {
  /** Null while it is not opened yet. */
  playing: Playing | null;
  snapshot: PlaySnapshot | null;
  /** The viewer’s word, at the price that stands on this page. */
  pay(): void;
  stopPaying(): void;
  setLimit(limit: Amount | null): Promise<void>;
  /** Opens it anew, and takes over from whatever other tab or device. */
  again(): void;
}

interface PlayingQuestion {
  videoId: string;
  /** The price that stands on this page; null: the one that it has. */
  rate: Amount | null;
  entry: Entry;
  /** Its viewer agreed to this price a moment ago, for the same stream. */
  agreed?: boolean;
}

/** Opens a video for as long as the page shows it. */
export function usePlaying({ videoId, rate, entry, agreed = false }: PlayingQuestion): PlayingHere {
  const account = useMe()?.id;
  const [playing, setPlaying] = useState<Playing | null>(null);
  const [round, setRound] = useState(0);
  const wishes = useRef({ rate, entry, agreed });
  useEffect(() => {
    wishes.current = { rate, entry, agreed };
  });
  useEffect(() => {
    let opened: Playing | undefined;
    // a component that is taken away in the same moment, as React tries it in development, opens
    // nothing
    const cancel = systemTimers.setTimeout(() => {
      const { agreed: goesOn, ...wished } = wishes.current;
      opened = playVideo({
        client: apiClient(),
        videoId,
        keys: sessionKeys(browserKeyStore()),
        vouchers: browserVouchers(),
        budgets: account === undefined ? memoryBudgets() : browserBudgets(account),
        takeOver: round > 0,
        ...wished,
        ...(goesOn && round === 0 && { payAtOnce: true }),
      });
      setPlaying(opened);
    }, 0);
    return () => {
      cancel();
      setPlaying(null);
      void opened?.leave();
    };
  }, [videoId, account, round]);
  const snapshot = useSyncExternalStore(
    useCallback((listener: () => void) => playing?.onChange(listener) ?? (() => undefined), [playing]),
    () => playing?.snapshot ?? null,
    () => null,
  );
  const pay = useCallback(() => {
    const shown = rate ?? playing?.snapshot.rate;
    if (shown !== undefined && shown !== null) playing?.pay(shown);
  }, [playing, rate]);
  const stopPaying = useCallback(() => playing?.stopPaying(), [playing]);
  const setLimit = useCallback(async (limit: Amount | null) => playing?.setLimit(limit), [playing]);
  const again = useCallback(() => setRound((before) => before + 1), []);
  return { playing, snapshot, pay, stopPaying, setLimit, again };
}
