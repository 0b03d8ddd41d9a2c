import { useCallback, useEffect, useState } from 'react';
import { type BrowserMedia, type MediaView } from '../../../sdk/browser-media';

const KEPT = 'player-volume';

/**
 * Sound as the viewer set it. Browsers let it begin only after somebody did something on the page:
 * until then it is muted, and says so.
 */
export interface Sound {
  muted: boolean;
  /** 0 to 1; what it is, or what it comes back to. */
  volume: number;
  toggle(): void;
  setVolume(volume: number): void;
  /**
   * The viewer just pressed something that means to watch: sound comes with it, unless they muted
   * it themselves.
   */
  wanted(): void;
}

export function useSound(
  media: BrowserMedia,
  { volume: now, soundBlocked }: Pick<MediaView, 'volume' | 'soundBlocked'>,
  held: boolean,
): Sound {
  const [loudness, setLoudness] = useState(keptVolume);
  const [chosen, setChosen] = useState(false);
  const muted = now === 0 || soundBlocked;

  useEffect(() => {
    media.setVolume(keptVolume());
  }, [media]);
  useEffect(() => {
    if (!held) return;
    const before = media.view.volume;
    media.setVolume(0);
    return () => media.setVolume(before);
  }, [media, held]);

  const setVolume = useCallback(
    (wished: number) => {
      const next = Math.min(1, Math.max(0, Math.round(wished * 20) / 20));
      setChosen(true);
      media.setVolume(next);
      if (next === 0) return;
      setLoudness(next);
      keepVolume(next);
      void media.startSound();
    },
    [media],
  );
  const toggle = useCallback(() => setVolume(muted ? loudness : 0), [setVolume, muted, loudness]);
  const wanted = useCallback(() => {
    if (!chosen) void media.startSound();
  }, [chosen, media]);
  return { muted, volume: muted ? loudness : now, toggle, setVolume, wanted };
}

/** How loud it was set on this device. */
export function keptVolume(): number {
  try {
    const stored = Number.parseFloat(localStorage.getItem(KEPT) ?? '');
    return stored > 0 && stored <= 1 ? stored : 1;
  } catch {
    return 1;
  }
}

/** Remembers that. */
export function keepVolume(volume: number): void {
  try {
    localStorage.setItem(KEPT, String(volume));
  } catch {
    // a browser that keeps nothing starts at full volume each time
  }
}
