import { useEffect, useState, useSyncExternalStore } from 'react';
import { createClient } from '../../../sdk/client';
import { type BroadcastState } from '../../../server/broadcast/types';
import { openStudioRoom } from './room';
import { createSources, NO_SOURCES, type Sources, type SourcesSnapshot } from './sources';
import { createStudio, type Studio, type StudioApi, type StudioSnapshot } from './studio';

/** The studio of one stream and the devices in it, for as long as the page is open. */
export function useStudio(id: string, initial: BroadcastState): StudioInUse {
  const [{ studio, sources }] = useState(() => furnish(id, initial));
  const [atFirst] = useState(studio.snapshot);
  const show = useSyncExternalStore(
    studio.onChange,
    () => studio.snapshot,
    () => atFirst,
  );
  const devices = useSyncExternalStore(
    sources.onChange,
    () => sources.snapshot,
    () => NO_SOURCES,
  );
  useEffect(() => {
    void sources.begin().then(() => {
      // Live already, and the devices are on without a question: a reload goes on where it was.
      const { opened, tracks } = sources.snapshot;
      const something = Object.values(tracks).some((track) => track !== null);
      const { at, state } = studio.snapshot;
      if (opened && something && at === 'off' && state.status === 'live') void studio.goLive();
    });
    return () => {
      studio.leave();
      sources.close();
    };
  }, [studio, sources]);
  return { studio, sources, show, devices };
}

/** What `useStudio` gives. */
export interface StudioInUse {
  studio: Studio;
  sources: Sources;
  show: StudioSnapshot;
  devices: SourcesSnapshot;
}

function furnish(id: string, initial: BroadcastState): { studio: Studio; sources: Sources } {
  const studio = createStudio({ initial, openRoom: openStudioRoom, api: studioApi(id) });
  return { studio, sources: createSources(id, studio) };
}

/** The API as a studio needs it; the client's socket opens with the first `follow`. */
function studioApi(id: string): StudioApi {
  let client: ReturnType<typeof createClient> | undefined;
  const broadcast = () => (client ??= createClient({ url: '' })).trpc.broadcast;
  return {
    start: () => broadcast().start.mutate({ id }),
    report: (flowing) => broadcast().report.mutate({ id, flowing }),
    end: () => broadcast().end.mutate({ id }),
    follow: (onState) => {
      const following = broadcast().follow.subscribe({ id }, { onData: onState });
      return () => following.unsubscribe();
    },
  };
}
