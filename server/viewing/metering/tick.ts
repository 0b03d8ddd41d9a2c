import { type Deps } from '../../deps';
import { type StreamId, type ViewingId } from '../../ids';
import { isOnStage } from '../media/grant';
import { leaseAll, refreshBalances, leaseTarget } from './lease';
import { releaseTakenOver } from './handover';
import { advance, offStage, onStage, silenced, stageOf, unsilenced } from './meter';
import { type MeteredViewing } from './metered-viewing';
import { cutPreviews } from './previews';
import { updateMeter } from './update-meter';
import { persistMeters } from './persist';
import { refreshBudgets } from '../change-budget';

type TickDeps = Pick<Deps, 'db' | 'meters' | 'rooms' | 'clock' | 'log'>;

/** So many viewings ask their purses in one transaction. */
const LEASES_AT_ONCE = 500;

/**
 * What time does: cuts at once; leases, saving once a second and what the room is told in the
 * background, so that no engine that is slow or away delays the next tick.
 */
export async function tickMeters(deps: TickDeps): Promise<void> {
  const { meters } = deps;
  if (meters.stoodStill()) await drainQueuedMessages();
  const { now, saveDue } = meters.beginTick();
  for (const metered of meters.all()) updateMeter(deps, metered, advance(metered.meter, now));
  meters.runInBackground(cutPreviews(deps));
  meters.runInBackground(renewLeases(deps));
  if (!saveDue) return;
  meters.runInBackground(persistMeters(deps));
  meters.runInBackground(refreshSilence(deps));
  meters.runInBackground(refreshStage(deps));
  meters.runInBackground(refreshBudgets(deps));
  meters.runInBackground(releaseTakenOver(deps));
  const outOfFunds = meters.all().filter(({ meter }) => meter.phase === 'outOfFunds');
  if (outOfFunds.length > 0) meters.runInBackground(refreshBalances(deps, outOfFunds));
}

/** All that ticks have begun is done. */
export function waitForTicks({ meters }: Pick<Deps, 'meters'>): Promise<void> {
  return meters.finishBackground();
}

/** A process that stood still has vouchers waiting: it reads them before it judges who is late. */
async function drainQueuedMessages(): Promise<void> {
  for (let turn = 0; turn < 2; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

function renewLeases(deps: TickDeps): Promise<void> {
  return deps.meters.renewLeases(LEASES_AT_ONCE, (low) =>
    leaseAll(
      deps,
      low.map((metered) => ({ metered, upTo: leaseTarget(metered) })),
    ),
  );
}

/** Streams that fell silent, or send again, by what another process wrote. */
async function refreshSilence(deps: TickDeps): Promise<void> {
  const rooms = new Set(deps.meters.all().map(({ room }) => room));
  if (rooms.size === 0) return;
  const rows = await deps.db.$queryRaw<{ id: StreamId; silent_since: Date | null }[]>`
    SELECT id, silent_since FROM streams WHERE id = ANY(${[...rooms]}::uuid[])`;
  const silentSince = new Map(rows.map((row) => [row.id, row.silent_since]));
  for (const metered of deps.meters.all()) {
    const since = silentSince.get(metered.room);
    if (since !== undefined) applySilence(deps, metered, since);
  }
}

/** Since when a guest is on stage, and whether their sound was taken. */
interface OnStage {
  since: Date;
  muted: boolean;
}

/** Who came on stage or left it, by what any process wrote. */
async function refreshStage(deps: TickDeps): Promise<void> {
  const ids = deps.meters.all().map(({ id }) => id);
  if (ids.length === 0) return;
  const rows = await readOnStage(deps, ids);
  for (const metered of deps.meters.all()) applyStage(deps, metered, rows.get(metered.id) ?? null);
}

async function readOnStage({ db }: Pick<Deps, 'db'>, ids: ViewingId[]): Promise<ReadonlyMap<ViewingId, OnStage>> {
  const rows = await db.$queryRaw<(OnStage & { id: ViewingId })[]>`
    SELECT g.viewing_id::text AS id, g.came_at AS since, g.muted FROM stage_guests g
    WHERE g.viewing_id = ANY(${ids}::uuid[]) AND ${isOnStage}`;
  return new Map(rows.map(({ id, ...stage }) => [id, stage]));
}

/** The same for one viewing, at once. */
export async function refreshStageOf(deps: TickDeps, id: ViewingId): Promise<void> {
  const metered = deps.meters.find(id);
  if (metered) applyStage(deps, metered, (await readOnStage(deps, [id])).get(id) ?? null);
}

function applyStage(deps: TickDeps, metered: MeteredViewing, stage: OnStage | null): void {
  const now = deps.clock.now().getTime();
  const { meter } = metered;
  const next = stage ? onStage(meter, stageOf(stage.muted), stage.since.getTime(), now) : offStage(meter, now);
  updateMeter(deps, metered, next);
}

/**
 * A stream fell silent, since then, or sends again (null): the meters of this process follow at
 * once; those of others within a second, from its row.
 */
export function setSilence(deps: TickDeps, stream: StreamId, silentSince: Date | null): void {
  for (const metered of deps.meters.all()) if (metered.room === stream) applySilence(deps, metered, silentSince);
}

function applySilence(deps: TickDeps, metered: MeteredViewing, since: Date | null): void {
  const now = deps.clock.now().getTime();
  const { meter } = metered;
  updateMeter(deps, metered, since ? silenced(meter, since.getTime(), now) : unsilenced(meter, now));
}
