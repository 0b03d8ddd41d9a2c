import { type Rooms } from '../deps';

/** A media server in memory. */
export interface FakeRooms extends Rooms {
  /** From now on it does not answer, or answers again. */
  setReachable(reachable: boolean): void;
}

export function fakeRooms(): FakeRooms {
  let answers = true;
  return {
    setReachable: (reachable) => (answers = reachable),
    health: async () => (answers ? { ok: true, detail: '0 rooms' } : { ok: false, detail: 'no answer' }),
  };
}
