import { useSearchParams } from '@remix-run/react';
import { useCallback, useState } from 'react';
import { type Amount } from '../../../sdk/money';
import { type TickStream, useTickStream } from '../../../sdk/use-tick-stream';
import { type StreamDetail } from '../../lib/api';
import { apiClient } from '../../lib/api-client';
import { useMe } from '../../lib/me';
import { type Entry } from './entry';
import { type View, viewOf } from './view';

/** A stream that is being watched on this page: what to show, and what the viewer can do. */
export interface WatchingHere {
  tick: TickStream;
  view: View;
  agreed: boolean;
  /** Stopped by the viewer, where nothing is paid: neither seen nor heard. */
  held: boolean;
  /** The viewer's word, for this stream and at this price: from now on seconds are paid. */
  watch(): void;
  /** Takes it back while nothing is due yet: a preview goes on, and nothing is paid after it. */
  takeBack(): void;
  /** Nothing is paid and nothing seen until `resume`. */
  pause(): void;
  resume(): void;
  /** The same without the viewer's doing, while nobody looks. */
  suspend(): void;
  goOn(): void;
  again(): void;
  /** Joins by a place in the line before a full stream, whose turn it is. */
  enter(place: string): void;
  setLimit(limit: Amount | null): Promise<void>;
}

/**
 * Joins the stream; `mayPay` false where nothing can be agreed to, as on other people's pages. Who
 * was sent here from another stream (`?from`) pays only after saying so on this page.
 */
export function useWatching(stream: StreamDetail, entry: Entry, mayPay = true): WatchingHere {
  const [waiting, setWaiting] = useState<string | null>(null);
  const { id, ratePerSecond: rate } = stream;
  const account = useMe()?.id;
  const sentHere = useSearchParams()[0].has('from');
  const tick = useTickStream({
    streamId: id,
    client: typeof document === 'undefined' ? undefined : apiClient(),
    rate,
    takeOver: false,
    entry: { ...entry, waiting },
    ...(mayPay && { account }),
    ...((sentHere || !mayPay) && { payAtOnce: false }),
  });
  const agreed = tick.snapshot.pays;
  const [held, setHeld] = useState(false);
  const view = viewOf({ stream, snapshot: tick.snapshot, agreed, held, noPreview: tick.joined?.noPreview ?? null });

  // the price that stands on this page
  const watch = useCallback(() => void tick.pay(rate), [tick, rate]);
  const takeBack = useCallback(() => void tick.stopPaying(), [tick]);
  const suspend = useCallback(() => void tick.pause(), [tick]);
  const goOn = useCallback(() => void tick.resume(), [tick]);
  const pause = useCallback(() => {
    setHeld(true);
    if (agreed) suspend();
  }, [agreed, suspend]);
  const resume = useCallback(() => {
    setHeld(false);
    if (agreed) goOn();
  }, [agreed, goOn]);
  const again = useCallback(() => tick.rejoin(), [tick]);
  const enter = useCallback(
    (place: string) => {
      setWaiting(place);
      tick.rejoin();
    },
    [tick],
  );
  const setLimit = useCallback((wished: Amount | null) => tick.setLimit(wished), [tick]);
  return { tick, view, agreed, held, watch, takeBack, pause, resume, suspend, goOn, again, enter, setLimit };
}
