import { useCallback, useEffect, useState } from 'react';
import { type Amount } from '../../../sdk/money';
import { type TickStream, useTickStream } from '../../../sdk/react';
import { type StreamDetail } from '../../lib/api';
import { dropConsent, ERRAND_MS, hasConsent, keepConsent, RELOAD_MS } from './consent';
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
  /** Takes it back: nothing is paid and nothing seen until `resume`. */
  pause(): void;
  resume(): void;
  again(): void;
  setLimit(limit: Amount | null): Promise<void>;
  /** Off to the purse: whoever comes back soon goes on watching. */
  errand(): void;
}

/** So often the word is kept alive while seconds are paid. */
const KEEP_EVERY_MS = 10_000;

/** Joins the stream; `mayPay` false where nothing can be agreed to, as on other people's pages. */
export function useWatching(stream: StreamDetail, mayPay = true): WatchingHere {
  const { id, ratePerSecond: rate } = stream;
  const [asked, setAsked] = useState(() => mayPay && hasConsent(id, rate));
  const [limit, keepLimit] = useState<Amount | null>(null);
  const tick = useTickStream({ streamId: id, payAtOnce: asked, rate, limit });
  const agreed = tick.snapshot.pays;
  const [held, setHeld] = useState(false);
  const view = viewOf({ stream, snapshot: tick.snapshot, agreed, held });

  const { spending } = view;
  useEffect(() => {
    if (!agreed || !spending) return;
    const keep = () => keepConsent(id, rate, RELOAD_MS);
    keep();
    const timer = setInterval(keep, KEEP_EVERY_MS);
    return () => clearInterval(timer);
  }, [agreed, spending, id, rate]);

  const watch = useCallback(() => {
    setAsked(true);
    void tick.pay();
  }, [tick]);
  const pause = useCallback(() => {
    setHeld(true);
    if (!agreed) return;
    dropConsent(id);
    void tick.pause();
  }, [tick, id, agreed]);
  const resume = useCallback(() => {
    setHeld(false);
    if (!agreed) return;
    void tick.resume();
  }, [tick, agreed]);
  const again = useCallback(() => tick.again(), [tick]);
  const setLimit = useCallback(
    (wished: Amount | null) => {
      keepLimit(wished); // for joining anew
      return tick.setLimit(wished);
    },
    [tick],
  );
  const errand = useCallback(() => {
    if (agreed) keepConsent(id, rate, ERRAND_MS);
  }, [agreed, id, rate]);
  return { tick, view, agreed, held, watch, pause, resume, again, setLimit, errand };
}
