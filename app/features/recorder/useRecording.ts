import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { useMe } from '../../lib/me';
import { NOTHING_RECORDED, type RecorderState } from './recorder-state';
import { createRecordingSession, type RecordingSession, wasStopped } from './recording-session';

/** What of its stream a page records. */
export interface ToRecord {
  stream: string;
  /** Since when it is live; null before. */
  startedAt: Date | null;
  /** Something is sent, or would be as soon as the connection is mended. */
  live: boolean;
  /** The stream has ended. */
  over: boolean;
  /** It is recorded as soon as it is live. */
  automatic: boolean;
  picture: MediaStreamTrack | null;
  sounds: readonly (MediaStreamTrack | null)[];
  /** They come from elsewhere, already mixed. */
  received: boolean;
}

/** What `useRecording` gives. */
export interface RecordingInUse {
  state: RecorderState;
  session: RecordingSession;
}

/** Records the stream of a page, and sends what is recorded while the page is open. */
export function useRecording(to: ToRecord): RecordingInUse {
  const account = useMe()?.id ?? '';
  const [session] = useState(() => createRecordingSession({ account, stream: to.stream }));
  const { startedAt } = to;
  useEffect(() => session.noteStart(startedAt), [session, startedAt]);
  useEffect(() => {
    session.begin();
    return () => session.close();
  }, [session]);
  const { stream, live, over, automatic, picture, received } = to;
  const [first = null, second = null] = to.sounds;
  const sounds = useMemo(() => [first, second].filter((sound) => sound !== null), [first, second]);
  useEffect(() => {
    const something = live && (picture !== null || sounds.length > 0);
    session.carry(something ? { picture, sounds, received } : null);
  }, [session, live, picture, sounds, received]);
  useEffect(() => {
    if (live && automatic && !session.store.snapshot.wanted && !wasStopped(stream)) session.want(true);
  }, [session, live, automatic, stream]);
  useEffect(() => {
    if (over) session.streamOver();
  }, [session, over]);
  return { session, state: useSessionState(session) };
}

/** Sends what pages that were closed have left in this browser. */
export function useLeftovers(): RecordingInUse {
  const account = useMe()?.id ?? '';
  const [session] = useState(() => createRecordingSession({ account, stream: null }));
  useEffect(() => {
    session.begin();
    return () => session.close();
  }, [session]);
  return { session, state: useSessionState(session) };
}

function useSessionState({ store }: RecordingSession): RecorderState {
  return useSyncExternalStore(
    store.onChange,
    () => store.snapshot,
    () => NOTHING_RECORDED,
  );
}
