import { type Joined, type ViewingState } from '../server/viewing/types';
import { type Client } from './client';
import { type Media, type MediaEvents } from './media';
import { toldBy } from './refusal';
import { backoff, sleep } from './waiting';

/** What a seat tells of. */
export interface SeatEvents {
  state(state: ViewingState): void;
  /** Whether the server and the room can be reached at this moment. */
  reach(reached: { server: boolean; room: boolean }): void;
  /** This viewing is known to nobody any more, or its room is lost: only joining again helps. */
  lost(): void;
  /** Somebody else sits here. */
  taken(): void;
}

/** A viewing as long as it is this one: its place in the room, and the line on which the server tells how it stands. */
export interface Seat {
  close(): Promise<void>;
}

const CONNECTS = 3;
/** Whoever closes a room says why on the other line, at about the same time. */
const WORD_MS = 2_000;

/** The server tells every five seconds how it stands. Whoever has not heard it for longer has no line, though it looks open. */
const QUIET_MS = 7_000;

export function takeSeat(
  { client, media }: { client: Client; media: Media },
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
  const lost = () => {
    if (!signal.aborted) events.lost();
  };

  let quiet: ReturnType<typeof setTimeout> | undefined;
  const listen = () => {
    clearTimeout(quiet);
    if (!signal.aborted) quiet = setTimeout(() => reach({ server: false }), QUIET_MS);
  };

  const follow = (tries = 0) => {
    if (signal.aborted) return;
    const again = () => void sleep(backoff(tries), signal).then(() => follow(tries + 1));
    const line = client.trpc.viewing.state.subscribe(
      { viewing },
      {
        onData(state) {
          tries = 0;
          listen();
          reach({ server: true });
          if (!signal.aborted) events.state(state);
        },
        onConnectionStateChange: ({ state }) => reach({ server: state === 'pending' }),
        onError: (problem) => (toldBy(problem).code === 'notFound' ? lost() : again()),
        onComplete: again,
      },
    );
    signal.addEventListener('abort', () => line.unsubscribe(), { once: true });
  };

  const enter = async () => {
    try {
      const state = await client.trpc.viewing.enter.mutate({ viewing }, { signal });
      if (!signal.aborted) events.state(state);
    } catch (problem) {
      if (toldBy(problem).code === 'notFound') lost(); // whatever else it is, the server's own sweep mends it
    }
  };
  /** The room is lost. What became of the viewing meanwhile is heard first: whoever was replaced must not take the seat back unasked. */
  const hearThenLose = async (tries = 0): Promise<void> => {
    try {
      const state = await client.trpc.viewing.enter.mutate({ viewing }, { signal });
      if (!signal.aborted) events.state(state);
      lost();
    } catch (problem) {
      if (signal.aborted || toldBy(problem).code !== null) return lost();
      await sleep(backoff(tries), signal); // joining would not arrive either
      return hearThenLose(tries + 1);
    }
  };
  const inside = () => {
    reach({ room: true });
    void enter();
  };
  const mediaEvents: MediaEvents = {
    reconnecting: () => reach({ room: false }),
    reconnected: () => signal.aborted || inside(),
    gone(why) {
      if (signal.aborted) return;
      reach({ room: false });
      if (why === 'replaced') events.taken();
      else if (why === 'closed') void sleep(WORD_MS, signal).then(lost);
      else void hearThenLose();
    },
  };
  const connect = async (tries = 0): Promise<void> => {
    try {
      await media.connect(room, mediaEvents);
    } catch {
      if (tries + 1 >= CONNECTS) return lost(); // the token may be too old by now
      await sleep(backoff(tries), signal);
      return signal.aborted ? undefined : connect(tries + 1);
    }
    if (!signal.aborted) inside();
  };

  listen();
  follow();
  void connect();
  return {
    async close() {
      closing.abort();
      clearTimeout(quiet);
      await media.close();
    },
  };
}
