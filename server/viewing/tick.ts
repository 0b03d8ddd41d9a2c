import { SECOND } from '../clock';
import { type Deps } from '../deps';
import { type StreamId } from '../ids';
import { leaseAll, readRest, wanted } from './lease';
import { forgetLost } from './lost';
import { advance, heard, silenced } from './meter';
import { type Running } from './meters';
import { cutPreviews } from './previews';
import { inBackground, putMeter } from './put';
import { storeMeters } from './store';

type TickDeps = Pick<Deps, 'db' | 'meters' | 'rooms' | 'clock' | 'log'>;

/** So many viewings ask their purses in one transaction. */
const ASK_AT_ONCE = 500;

/**
 * What time does: cuts at once; leases, storing once a second and the word to the room in the background, so that no engine that is
 * slow or away keeps the clock from being looked at.
 */
export async function tickMeters(deps: TickDeps): Promise<void> {
  const { meters, clock } = deps;
  if (clock.now().getTime() - meters.tickedAt > SECOND) await hearFirst();
  const now = clock.now().getTime();
  meters.tickedAt = now;
  for (const running of meters.running.values()) putMeter(deps, running, advance(running.meter, now));
  inBackground(deps, cutPreviews(deps));
  askPurses(deps, now);
  if (now - meters.storedAt < SECOND) return;
  meters.storedAt = now;
  for (const [id, until] of meters.stopped) if (until <= now) meters.stopped.delete(id);
  inBackground(deps, storeMeters(deps));
  inBackground(deps, hearSilence(deps));
  inBackground(deps, forgetLost(deps));
  const dry = [...meters.running.values()].filter(({ meter }) => meter.phase === 'outOfFunds');
  if (dry.length > 0) inBackground(deps, readRest(deps, dry));
}

/** All that ticks have begun is done. */
export async function tickedToEnd({ meters }: Pick<Deps, 'meters'>): Promise<void> {
  while (meters.underWay.size > 0) await Promise.all(meters.underWay);
}

/** A process that stood still has vouchers waiting: it hears them before it judges who is late. */
async function hearFirst(): Promise<void> {
  for (let turn = 0; turn < 2; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Those whose leases run low, many at a time; who is being asked for already waits for that. */
function askPurses(deps: TickDeps, now: number): void {
  const asking: Running[] = [];
  for (const running of deps.meters.wanting) {
    if (running.leasing || now < running.askAgainAt) continue;
    deps.meters.wanting.delete(running);
    asking.push(running);
    if (asking.length === ASK_AT_ONCE) break;
  }
  if (asking.length === 0) return;
  const asked = leaseAll(
    deps,
    asking.map((running) => ({ running, upTo: wanted(running) })),
  )
    .catch((error: unknown) => {
      for (const running of asking) {
        running.askAgainAt = now + SECOND;
        if (deps.meters.running.get(running.id) === running) deps.meters.wanting.add(running);
      }
      throw error;
    })
    .finally(() => {
      for (const running of asking) {
        running.leasing = null;
        deps.meters.tell(running.id);
      }
    });
  for (const running of asking) running.leasing = asked.catch(() => undefined);
  inBackground(deps, asked);
}

/** Streams that fell silent, or are heard again, by what another process wrote. */
async function hearSilence(deps: TickDeps): Promise<void> {
  const rooms = new Set([...deps.meters.running.values()].map(({ room }) => room));
  if (rooms.size === 0) return;
  const rows = await deps.db.$queryRaw<{ id: StreamId; silent_since: Date | null }[]>`
    SELECT id, silent_since FROM streams WHERE id = ANY(${[...rooms]}::uuid[])`;
  const told = new Map(rows.map((row) => [row.id, row.silent_since]));
  for (const running of deps.meters.running.values()) {
    const since = told.get(running.room);
    if (since !== undefined) putSilence(deps, running, since);
  }
}

/** A stream fell silent, since then, or is heard again (null): the meters of this process learn it at once; those of others within a second, from its row. */
export function tellSilence(deps: TickDeps, stream: StreamId, silentSince: Date | null): void {
  for (const running of deps.meters.running.values())
    if (running.room === stream) putSilence(deps, running, silentSince);
}

function putSilence(deps: TickDeps, running: Running, since: Date | null): void {
  const now = deps.clock.now().getTime();
  const { meter } = running;
  putMeter(deps, running, since ? silenced(meter, since.getTime(), now) : heard(meter, now));
}
