import { type BrowserMedia, type StageSource } from '../../../sdk/browser-media';
import { createSources, type Sources } from '../broadcast/sources';

/** The devices of a guest: tried out before, sent while on stage and never else. */
export interface GuestSources {
  sources: Sources;
  /** From now on they are sent, and what is chosen instead of them. */
  goOn(): void;
  /** Nothing is sent any more, and the devices are let go. */
  goOff(): void;
}

const STAGE_SOURCES = ['camera', 'microphone'] as const satisfies readonly StageSource[];
const isOfStage = (source: string): source is StageSource => (STAGE_SOURCES as readonly string[]).includes(source);

export function createGuestSources(
  streamId: string,
  media: Pick<BrowserMedia, 'send' | 'mute'>,
  make: typeof createSources = createSources,
): GuestSources {
  let on = false;
  const sources = make(streamId, {
    carry: (source, track) => on && isOfStage(source) && media.send(source, track),
    mute: (source, muted) => on && isOfStage(source) && media.mute(source, muted),
  });
  return {
    sources,
    goOn() {
      if (on) return;
      on = true;
      const { tracks, muted } = sources.snapshot;
      for (const source of STAGE_SOURCES) if (tracks[source]) media.send(source, tracks[source]);
      if (muted) media.mute('microphone', true);
    },
    goOff() {
      if (on) for (const source of STAGE_SOURCES) media.send(source, null);
      on = false;
      sources.close();
    },
  };
}
