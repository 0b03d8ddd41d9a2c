import { type Deps } from '../deps';
import { applyGrant, maySee } from './grant';
import { phaseOf, secondsLeased, type Meter } from './meter';
import { type Running } from './meters';

/** With fewer seconds set aside than this, the purse is asked for more. */
const LOW_SECONDS = 20n;

/** A meter's next value takes its place: what follows from it is done, and its viewer told, at once. The room hears of it in the background. */
export function putMeter(deps: Pick<Deps, 'meters' | 'rooms' | 'log'>, running: Running, next: Meter): void {
  const before = running.meter;
  if (next === before) return;
  running.meter = next;
  if (next.seconds !== before.seconds && runsLow(next)) deps.meters.wanting.add(running);
  const saw = maySee(phaseOf(before));
  const sees = maySee(phaseOf(next));
  if (saw !== sees) inBackground(deps, applyGrant(deps, running, sees));
  deps.meters.changed.add(running);
  deps.meters.tell(running.id);
}

/** Whoever may not spend more than is leased already wants no more. */
function runsLow(meter: Meter): boolean {
  return secondsLeased(meter) < LOW_SECONDS && (meter.limit === null || meter.limit >= meter.leased + meter.rate);
}

/** Work that nobody waits for; a failure is logged. */
export function inBackground({ meters, log }: Pick<Deps, 'meters' | 'log'>, work: Promise<unknown>): void {
  const logged = work
    .catch((error: unknown) => log.warn({ err: error }, 'work for viewings failed; it is tried again'))
    .finally(() => meters.underWay.delete(logged));
  meters.underWay.add(logged);
}
