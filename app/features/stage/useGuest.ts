import { useEffect, useState, useSyncExternalStore } from 'react';
import { type BrowserMedia } from '../../../sdk/browser-media';
import { NO_SOURCES, type Sources, type SourcesSnapshot } from '../broadcast/sources';
import { createGuestSources } from './guest-sources';
import { type StageHere } from './useStage';

/** A guest's own devices, as the page shows them. */
export interface GuestHere {
  sources: Sources;
  devices: SourcesSnapshot;
}

/** They are sent while one is on stage, and let go when the invitation or the turn is over. */
export function useGuest(streamId: string, media: BrowserMedia, { mine }: Pick<StageHere, 'mine'>): GuestHere {
  const [guest] = useState(() => createGuestSources(streamId, media));
  const { sources, goOn, goOff } = guest;
  const devices = useSyncExternalStore(
    sources.onChange,
    () => sources.snapshot,
    () => NO_SOURCES,
  );
  const asked = mine === 'invited' || mine === 'onStage';
  useEffect(() => {
    if (!asked) return;
    void sources.begin();
    return goOff;
  }, [asked, sources, goOff]);
  useEffect(() => {
    if (mine === 'onStage') goOn();
  }, [mine, goOn]);
  // a guest shares no screen
  return { sources, devices: { ...devices, screens: false } };
}
