import { useEffect, useState, useSyncExternalStore } from 'react';
import { apiClient } from '../../lib/api-client';
import { type BroadcastState } from '../../../server/broadcast/types';
import { createRoomFeed, type RoomFeed } from '../chat/room-feed';
import { type FeedView } from '../feeds/look-on';
import { useFeedView } from '../feeds/useFeedView';
import { createGuestPictures, type GuestPictures } from './guest-pictures';
import { openStudioRoom } from './room';
import { createSources, NO_SOURCES, type Sources, type SourcesSnapshot } from './sources';
import { createStudio, type Studio, type StudioApi, type StudioOptions, type StudioSnapshot } from './studio';

/**
 * The studio of one stream and the devices in it, for as long as the page is open. `payee` is the
 * wallet that the page shows as paid.
 */
export function useStudio(id: string, initial: BroadcastState, payee: string | null): StudioInUse {
  const [{ studio, sources, note, feed, guests }] = useState(() => createStudioSession(id, initial));
  useEffect(() => note(payee), [note, payee]);
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
    studio.begin();
    void sources.begin().then(() => {
      // Live already, and the devices are on without a question: a reload goes on where it was.
      const { opened, tracks } = sources.snapshot;
      const something = Object.values(tracks).some((track) => track !== null);
      const { at, state } = studio.snapshot;
      if (opened && something && at === 'off' && state.status === 'live' && !state.feed) void studio.goLive();
    });
    return () => {
      studio.leave();
      sources.close();
    };
  }, [studio, sources]);
  const fed = show.at === 'off' && show.state.status === 'live' ? show.state.feed : null;
  const feedView = useFeedView(id, fed?.id ?? null, 'studio', feed.receive);
  const inRoom = show.at === 'onAir' || (fed !== null && feedView.at === 'watching');
  useEffect(() => feed.setInRoom(inRoom), [feed, inRoom]);
  return { studio, sources, show, devices, feed, guests, fed, feedView };
}

/** What `useStudio` gives. */
export interface StudioInUse {
  studio: Studio;
  sources: Sources;
  show: StudioSnapshot;
  devices: SourcesSnapshot;
  /** What the room tells of the chat. */
  feed: RoomFeed;
  /** What guests on stage send. */
  guests: GuestPictures;
  /** What another program sends in this page's place, and how it arrives. */
  fed: BroadcastState['feed'];
  feedView: FeedView;
}

interface StudioSession {
  studio: Studio;
  sources: Sources;
  feed: RoomFeed;
  guests: GuestPictures;
  /** Notes which wallet the page shows as paid: going live is for that one. */
  note: (payee: string | null) => void;
}

function createStudioSession(id: string, initial: BroadcastState): StudioSession {
  let shown: string | null = null;
  const feed = createRoomFeed();
  const guests = createGuestPictures();
  const api = studioApi(id, () => shown);
  const openRoom: StudioOptions['openRoom'] = (door, events) => openStudioRoom(door, events, guests);
  const studio = createStudio({ initial, openRoom, received: feed.receive, api });
  return { studio, feed, guests, sources: createSources(id, studio), note: (payee) => void (shown = payee) };
}

/** The API as a studio needs it. */
function studioApi(id: string, payee: () => string | null): StudioApi {
  const broadcast = () => apiClient().trpc.broadcast;
  return {
    start: () => broadcast().start.mutate({ id, payee: payee() }),
    report: (flowing) => broadcast().report.mutate({ id, flowing }),
    end: () => broadcast().end.mutate({ id }),
    follow: (onState) => {
      let following: { unsubscribe(): void };
      const begin = (onError?: () => void) =>
        void (following = broadcast().follow.subscribe({ id }, { onData: onState, ...(onError && { onError }) }));
      // the page's socket may be of an earlier session
      begin(() => {
        apiClient().renewSocket();
        begin();
      });
      return () => following.unsubscribe();
    },
  };
}
