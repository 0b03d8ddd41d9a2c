/** What goes out, as counters that only grow while it does: frames by picture, bytes by sound. */
export type Counters = Readonly<Record<string, number>>;

/** Whether something goes out. */
export interface MediaFlow {
  flowing: boolean;
  /** When something last did. */
  movedAt: number;
  counters: Counters;
}

/** So long nothing may move before it counts as stopped. */
export const STILL_MS = 1_000;
/**
 * A screen on which nothing changes is sent about once a second: it needs a little more stillMs.
 */
export const STILL_SCREEN_MS = 2_200;
/** The server gets a report at least so often. */
export const HEARTBEAT_MS = 5_000;
/** So long after a report that did not arrive the next is tried. */
const AGAIN_MS = 1_000;

/**
 * The flow after another sample; `before` is null at the first one. Times are in milliseconds of
 * one clock.
 */
export function nextMediaFlow(before: MediaFlow | null, counters: Counters, at: number, stillMs = STILL_MS): MediaFlow {
  const moved = Object.entries(counters).some(([key, count]) => count > (before?.counters[key] ?? 0));
  const movedAt = moved ? at : (before?.movedAt ?? Number.NEGATIVE_INFINITY);
  const something = Object.keys(counters).length > 0;
  return { flowing: something && at - movedAt < stillMs, movedAt, counters };
}

/** The last report to the server. */
export interface Reported {
  flowing: boolean;
  at: number;
  arrived: boolean;
}

/** Whether a report is due: at once on a change, else as a heartbeat. */
export function dueReport(last: Reported | null, flowing: boolean, at: number): boolean {
  if (!last || last.flowing !== flowing) return true;
  return at - last.at >= (last.arrived ? HEARTBEAT_MS : AGAIN_MS);
}
