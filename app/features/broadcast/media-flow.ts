/** What goes out, as counters that only grow while it does: frames by picture, bytes by sound. */
export type Counters = Readonly<Record<string, number>>;

/** Whether something goes out. */
export interface Flow {
  flowing: boolean;
  /** When something last did. */
  movedAt: number;
  counters: Counters;
}

/** So long nothing may move before it counts as stopped. */
export const STILL_MS = 1_000;
/** A screen on which nothing changes is sent about once a second: it needs a little more patience. */
export const STILL_SCREEN_MS = 2_200;
/** The server hears at least so often how it stands. */
export const HEARTBEAT_MS = 5_000;
/** So long after a report that did not arrive the next is tried. */
const AGAIN_MS = 1_000;

/** The flow after another look; `before` is null at the first one. Times are in milliseconds of one clock. */
export function nextFlow(before: Flow | null, counters: Counters, at: number, patience = STILL_MS): Flow {
  const moved = Object.entries(counters).some(([key, count]) => count > (before?.counters[key] ?? 0));
  const movedAt = moved ? at : (before?.movedAt ?? Number.NEGATIVE_INFINITY);
  const something = Object.keys(counters).length > 0;
  return { flowing: something && at - movedAt < patience, movedAt, counters };
}

/** What the server was told last, and when. */
export interface Reported {
  flowing: boolean;
  at: number;
  arrived: boolean;
}

/** Whether the server is to be told: at once when it changes, else now and then. */
export function dueReport(last: Reported | null, flowing: boolean, at: number): boolean {
  if (!last || last.flowing !== flowing) return true;
  return at - last.at >= (last.arrived ? HEARTBEAT_MS : AGAIN_MS);
}
