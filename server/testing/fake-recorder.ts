import { type Recorder, type RecorderEnd, type RecordingSink } from '../deps';
import { type StreamId } from '../ids';

/** A recorder that a test has hear what it wants. */
export interface FakeRecorder extends Recorder {
  /** The rooms in which it is, as often as it is in each. */
  readonly inRooms: StreamId[];
  /** A file of so many bytes goes out of a room; `end` leaves it open with false. */
  hear(room: StreamId, bytes: Uint8Array, options?: { agoMs?: number; end?: boolean }): Promise<void>;
  /** It ends by itself, or as if its process died when nobody is told. */
  break(room: StreamId, end: RecorderEnd): Promise<void>;
}

export function fakeRecorder(): FakeRecorder {
  const running = new Map<StreamId, { sink: RecordingSink; open: boolean; end: (how: RecorderEnd) => void }>();
  const of = (room: StreamId) => {
    const found = running.get(room);
    if (!found) throw new Error('nobody records this room');
    return found;
  };
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    get inRooms() {
      return [...running.keys()];
    },
    record(room, sink) {
      let end: (how: RecorderEnd) => void = () => {};
      const ended = new Promise<RecorderEnd>((resolve) => (end = resolve));
      const mine = { sink, open: false, end };
      running.set(room, mine);
      void ended.then(() => {
        if (running.get(room) === mine) running.delete(room);
      });
      return {
        ended,
        async stop() {
          if (mine.open) await sink.end();
          mine.open = false;
          end({ how: 'stopped' });
          return ended;
        },
      };
    },
    async hear(room, bytes, { agoMs = 0, end = true } = {}) {
      const found = of(room);
      try {
        if (!found.open) await found.sink.begin({ contentType: 'video/x-matroska', agoMs });
        found.open = true;
        await found.sink.write(bytes);
        if (!end) return;
        found.open = false;
        await found.sink.end();
      } catch (error) {
        found.open = false;
        found.end({ how: 'refused', error });
        await settle();
      }
    },
    async break(room, end) {
      of(room).end(end);
      await settle();
    },
  };
}
