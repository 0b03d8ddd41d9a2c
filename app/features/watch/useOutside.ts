import { useLingui } from '@lingui/react/macro';
import { useEffect, useRef } from 'react';
import { shortAmount, withSymbol } from '../../../sdk/money';
import { type StreamDetail } from '../../lib/api';
import { useMoney } from '../../lib/money';
import { useWatchPrice } from './scene-words';
import { type View } from './view';

/**
 * What a stream costs is told where the page itself is not seen: in the title of its tab, and by
 * the system's own controls on a locked screen, whose pause button stops paying.
 */
export function useOutside(
  stream: Pick<StreamDetail, 'title' | 'ratePerSecond' | 'creator'>,
  view: Pick<View, 'spending' | 'picture' | 'cost'>,
  hidden: boolean,
  acts: { pause: () => void; resume: () => void },
): void {
  const { t } = useLingui();
  const { spending, picture, cost } = view;
  const told = useRef(acts);
  useEffect(() => {
    told.current = acts;
  });
  const price = useWatchPrice(stream);
  const { title } = stream;
  const by = stream.creator.displayName;
  const paying = t`${by}. You pay ${price}.`;
  useEffect(() => {
    const { mediaSession: session } = navigator as { mediaSession?: MediaSession };
    if (!session || !picture) return;
    session.metadata = new MediaMetadata({ title, artist: spending ? paying : by });
    session.playbackState = 'playing';
    session.setActionHandler('pause', () => told.current.pause());
    session.setActionHandler('play', () => told.current.resume());
    return () => {
      session.playbackState = 'paused';
    };
  }, [picture, spending, title, by, paying]);

  const money = useMoney();
  const amount = cost && withSymbol(shortAmount(cost.amount), money);
  const before = useRef<string | null>(null);
  useEffect(() => {
    if (hidden && spending && amount !== null) {
      before.current ??= document.title;
      document.title = `${amount}: ${title}`;
    } else if (before.current !== null) {
      document.title = before.current;
      before.current = null;
    }
  }, [hidden, spending, amount, title]);
}
