import { type Joined, type ViewingState } from './protocol';
import { parseApiError } from './api-error';
import { type Client } from './client';
import { type Media, type MediaEvents, MediaUnreachable } from './media';
import { type Cancel, sleep, type Timers } from './timers';
import { backoff } from './backoff';

/** What a seat tells of. */
export interface SeatEvents {
  state(state: ViewingState): void;
  /** Whether the server and the room can be reached at this moment. */
  reach(reached: { server: boolean; room: boolean }): void;
  /**
   * The server does not know this viewing any more, or its room is lost: only joining again helps.
   */
  lost(): void;
  /** The network lets nothing through from the room. */
  unreachable(): void;
  /** Somebody else took this seat. */
  replaced(): void;
}

/**
 * A viewing's place in the room, and the subscription by which the server tells how the viewing
 * stands.
 */
export interface Seat {
  close(): Promise<void>;
}

const CONNECT_TRIES = 3;
/**
 * Whoever closes a room tells why by the subscription, at about the same time; after this long the
 * server is asked.
 */
const REASON_MS = 2_000;
/**
 * The server tells every five seconds how a viewing stands: after a longer silence the line is
 * broken, though it looks open.
 */
const SILENCE_MS = 7_000;

export function takeSeat(
  { client, media, timers }: { client: Client; media: Media; timers: Timers },
  { viewing, room }: Pick<Joined, 'viewing' | 'room'>,
  events: SeatEvents,
): Seat {
  const closing = new AbortController();
  const { signal } = closing;
  const reached = { server: true, room: false };
  const reach = (changes: Partial<typeof reached>) => {
    if (signal.aborted) return;
    Object.assign(reached, changes);
    events.reach({ ...reached });
  };
  const reportLost = () => {
    if (!signal.aborted) events.lost();
  };

  let stopSilence: Cancel = () => undefined;
  const watchForSilence = () => {
    stopSilence();
    if (!signal.aborted) stopSilence = timers.setTimeout(() => reach({ server: false }), SILENCE_MS);
  };

  const subscribe = (tries = 0) => {
    if (signal.aborted) return;
    const again = () => void sleep(timers, backoff(tries), signal).then(() => subscribe(tries + 1));
    const subscription = client.trpc.viewing.state.subscribe(
      { viewing },
      {
        onData(state) {
          tries = 0;
          watchForSilence();
          reach({ server: true });
          if (!signal.aborted) events.state(state);
        },
        onConnectionStateChange: ({ state }) => reach({ server: state === 'pending' }),
        onError: (problem) => (parseApiError(problem).code === 'notFound' ? reportLost() : again()),
        onComplete: again,
      },
    );
    signal.addEventListener('abort', () => subscription.unsubscribe(), { once: true });
  };

  const askState = async () => {
    const state = await client.trpc.viewing.enter.mutate({ viewing }, { signal });
    if (!signal.aborted) events.state(state);
  };
  const enter = () => {
    reach({ room: true });
    askState().catch((problem: unknown) => {
      if (parseApiError(problem).code === 'notFound') reportLost(); // any other failure is mended by the server's sweep
    });
  };
  /**
   * The room is lost. The state of the viewing is read first: whoever was replaced must not take
   * the seat back unasked.
   */
  const checkThenReportLost = async (tries = 0): Promise<void> => {
    try {
      await askState();
      reportLost();
    } catch (problem) {
      if (signal.aborted || parseApiError(problem).code !== null) return reportLost();
      await sleep(timers, backoff(tries), signal); // joining would not get through either
      return checkThenReportLost(tries + 1);
    }
  };
  const mediaEvents: MediaEvents = {
    reconnecting: () => reach({ room: false }),
    reconnected: () => signal.aborted || enter(),
    disconnected(why) {
      if (signal.aborted) return;
      reach({ room: false });
      if (why === 'replaced') events.replaced();
      else if (why === 'closed') void sleep(timers, REASON_MS, signal).then(() => checkThenReportLost());
      else void checkThenReportLost();
    },
  };
  const connect = async (tries = 0): Promise<void> => {
    try {
      await media.connect(room, mediaEvents);
    } catch (problem) {
      const last = tries + 1 >= CONNECT_TRIES;
      // a room that answers at all has had its time: it will not come through the next time either
      if (problem instanceof MediaUnreachable && (problem.signalled || last) && !signal.aborted) events.unreachable();
      if (last) return reportLost(); // the token may be too old by now
      await sleep(timers, backoff(tries), signal);
      return signal.aborted ? undefined : connect(tries + 1);
    }
    if (!signal.aborted) enter();
  };

  watchForSilence();
  subscribe();
  void connect();
  return {
    async close() {
      closing.abort();
      stopSilence();
      await media.close();
    },
  };
}
