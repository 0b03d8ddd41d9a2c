import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { type Joined } from './protocol';
import { type BrowserMedia, createBrowserMedia, type MediaView, EMPTY_VIEW } from './browser-media';
import { browserBudgets, memoryBudgets } from './budget-store';
import { type Client, createClient } from './client';
import { type Amount } from './money';
import { browserKeyStore, sessionKeys } from './session-key';
import { type H160 } from './voucher';
import { browserVouchers } from './voucher-store';
import { INITIAL_SNAPSHOT, type WatchSnapshot } from './snapshot';
import { systemTimers } from './timers';
import { joinStream, type Watching, type WatchOptions } from './watching';

/**
 * What a player needs to know. When the stream or the site changes it leaves the one and joins the
 * other.
 */
export interface TickStreamOptions {
  streamId: string;
  /** The site, such as https://vilokanam.example; in its own pages it is left out. */
  site?: string;
  /** A client that the page has already, instead of one for `site`. */
  client?: Client | undefined;
  /** Whose purse pays; without it the server chooses. */
  wallet?: H160;
  /** False: another tab or device that watches this goes on, until `rejoin`. True unless said. */
  takeOver?: boolean;
  /** What is brought to the door of a stream that does not let everybody in. */
  entry?: WatchOptions['entry'];
  /**
   * Whose limits and agreements this browser is to remember: an id of the account. Without it,
   * nothing outlives the page.
   */
  account?: string | undefined;
  /** What the stream may cost in all, when it begins; later `setLimit` changes it. */
  limit?: Amount | null;
  /**
   * The price that is shown: without it, or where the server has another one, nothing is signed
   * before `pay`.
   */
  rate?: Amount | null;
  /**
   * Begin to pay as soon as something is due; false: `pay` is waited for; left out: where this
   * browser remembers the word for this price.
   */
  payAtOnce?: boolean;
  /** False: nothing is joined yet. */
  enabled?: boolean;
}

/**
 * A stream that is being watched, as a component uses it. The functions stay the same for as long
 * as the component lives.
 */
export interface TickStream {
  snapshot: WatchSnapshot;
  joined: Joined | null;
  /** For `show`, `startSound`, `setVolume` and `setQuality`. */
  media: BrowserMedia;
  view: MediaView;
  /** At the price that is shown at this moment. */
  pay(shown: Amount): Promise<void>;
  stopPaying(): Promise<void>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  setLimit(limit: Amount | null): Promise<void>;
  leave(): Promise<void>;
  /**
   * Joins anew: after it was over, replaced or refused, or when what was needed is there. It takes
   * over from whatever other tab or device.
   */
  rejoin(): void;
}

const nothing = () => undefined;

/**
 * Joins a stream in the browser and follows it; on the server it shows that nothing is there yet.
 */
export function useTickStream(options: TickStreamOptions): TickStream {
  const { streamId, site = '', client, wallet, account, enabled = true } = options;
  const [media] = useState(createBrowserMedia);
  const [watching, setWatching] = useState<Watching | null>(null);
  const [round, setRound] = useState(0);
  const wishes = useRef(options);
  useEffect(() => {
    wishes.current = options;
  });

  useEffect(() => {
    if (!enabled) return;
    let joined: Watching | undefined;
    // A component that is taken away in the same moment, as React tries it in development, joins
    // nothing.
    const cancelStart = systemTimers.setTimeout(() => {
      const { limit, rate, payAtOnce, takeOver = true, entry } = wishes.current;
      const over = takeOver || round > 0;
      const [keys, vouchers] = [sessionKeys(browserKeyStore()), browserVouchers()];
      const at = client ?? createClient({ url: site });
      joined = joinStream({
        client: at,
        streamId,
        media,
        keys,
        vouchers,
        wallet,
        limit,
        rate,
        payAtOnce,
        takeOver: over,
        entry,
        budgets: account === undefined ? memoryBudgets() : browserBudgets(account),
      });
      if (!client) closeAfter(joined, at);
      setWatching(joined);
    }, 0);
    return () => {
      cancelStart();
      setWatching(null);
      void joined?.leave();
    };
  }, [streamId, site, client, wallet, account, enabled, media, round]);

  const snapshot = useSyncExternalStore(
    useCallback((listener: () => void) => watching?.onChange(listener) ?? nothing, [watching]),
    () => watching?.snapshot ?? INITIAL_SNAPSHOT,
    () => INITIAL_SNAPSHOT,
  );
  const view = useSyncExternalStore(
    media.onViewChange,
    () => media.view,
    () => EMPTY_VIEW,
  );
  const actions = useActions(watching, setRound);
  return { snapshot, joined: watching?.joined ?? null, media, view, ...actions };
}

/** The same functions for as long as the component lives, whatever is being watched. */
function useActions(watching: Watching | null, setRound: (next: (round: number) => number) => void) {
  const current = useRef<Watching | null>(watching);
  useEffect(() => {
    current.current = watching;
  }, [watching]);
  return useMemo(() => {
    const whenThere = async (act: (there: Watching) => Promise<void>) => {
      if (current.current) await act(current.current);
    };
    return {
      pay: (shown: Amount) => whenThere((there) => there.pay(shown)),
      stopPaying: () => whenThere((there) => there.stopPaying()),
      pause: () => whenThere((there) => there.pause()),
      resume: () => whenThere((there) => there.resume()),
      setLimit: (limit: Amount | null) => whenThere((there) => there.setLimit(limit)),
      leave: () => whenThere((there) => there.leave()),
      rejoin: () => setRound((round) => round + 1),
    };
  }, [setRound]);
}

/** After so long the server has heard that the viewing was left. */
const CLOSE_AFTER_MS = 2_000;

/** A socket that was opened for one stream is closed some time after that is over. */
function closeAfter(watching: Watching, client: Client): void {
  const stop = watching.onChange(({ connection }) => {
    if (connection !== 'closed') return;
    stop();
    systemTimers.setTimeout(() => void client.close(), CLOSE_AFTER_MS);
  });
}
