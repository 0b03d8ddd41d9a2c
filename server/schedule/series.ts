import { z } from 'zod';
import { type PlanInput, type Rhythm } from '../../schemas/plans';
import { streamInput, type StreamInput } from '../../schemas/streams';
import { toWallTime } from '../../schemas/zone';
import { record } from '../audit/record';
import { type Deps, type Tx } from '../deps';
import { DomainError } from '../errors';
import { type AccountId, type StreamId } from '../ids';
import { refuseVoiceOfSite } from '../names/imitation';
import { tellOfCancelled, tellOfStream } from '../notifications/tell-followers';
import { stored } from '../money';
import {
  cancelledAt,
  checkStream,
  hashFor,
  keepPassword,
  type PricedStore,
  reserveScheduled,
  writeStream,
} from '../streams/store';
import { addDays, daysBetween, MOST_AHEAD, nextDays, type SeriesDay } from './days';

/** What each stream of a series is made of, as the row holds it. */
const template = streamInput
  .omit({ scheduledAt: true })
  .extend({ ratePerSecond: z.string().transform(BigInt).pipe(streamInput.shape.ratePerSecond) });

function templateOf({ scheduledAt: _, ...input }: StreamInput) {
  return { ...input, ratePerSecond: stored(input.ratePerSecond) };
}

/** Plans a stream that comes again: its next ones are streams of their own at once. */
export async function createSeries(
  deps: PricedStore,
  creatorId: AccountId,
  input: StreamInput,
  { zone, lastDay, rhythm, password }: Pick<PlanInput, 'lastDay' | 'password'> & { zone: string; rhythm: Rhythm },
): Promise<{ id: StreamId }> {
  if (!input.scheduledAt) throw new DomainError('seriesNeedsTime');
  await checkStream(deps, input);
  const { date: firstDay, time } = toWallTime(input.scheduledAt, zone);
  if (lastDay !== null && lastDay < firstDay) throw new DomainError('seriesEndsBefore');
  const times = { rhythm, zone, firstDay, time, lastDay };
  const hash = await hashFor(deps, input, password);
  return deps.db.$transaction(async (tx) => {
    const days = nextDays(times, deps.clock.now());
    await reserveScheduled(tx, creatorId, days.length);
    await refuseVoiceOfSite(tx, input.title);
    const data = { creatorId, ...times, template: templateOf(input), createdAt: deps.clock.now() };
    const { id: seriesId } = await tx.series.create({ data, select: { id: true } });
    await record(tx, deps, { actorId: creatorId, action: 'series.created', subject: `series:${seriesId}` });
    const made = await makeDays(tx, deps, { id: seriesId, creatorId, zone }, input, days, hash);
    const [first] = made;
    if (!first) throw new DomainError('streamInPast');
    return { id: first };
  });
}

async function makeDays(
  tx: Tx,
  deps: Pick<Deps, 'db' | 'clock' | 'jobs'>,
  { id: seriesId, creatorId, zone }: { id: string; creatorId: string; zone: string },
  input: StreamInput,
  days: readonly SeriesDay[],
  hash: string | null = null,
): Promise<StreamId[]> {
  const there = await tx.stream.findMany({
    where: { seriesId },
    select: { seriesDay: true, coverUrl: true, password: { select: { hash: true } } },
    orderBy: { seriesDay: 'desc' },
  });
  const made = new Set(there.map(({ seriesDay }) => seriesDay));
  const plan = {
    seriesId,
    scheduledZone: zone,
    coverUrl: there[0]?.coverUrl ?? null,
    passwordHash: hash ?? there[0]?.password?.hash ?? null,
  };
  const ids: StreamId[] = [];
  for (const { day, at } of days.filter(({ day }) => !made.has(day))) {
    const one = { ...input, scheduledAt: at };
    const announced = made.size + ids.length === 0;
    const { id } = await writeStream(tx, deps, creatorId as AccountId, one, { ...plan, seriesDay: day, announced });
    ids.push(id);
  }
  return ids;
}

/** Makes the next streams of every series that goes on; cancelled days are not made again. */
export async function extendSeries(deps: Pick<Deps, 'db' | 'clock' | 'log' | 'jobs'>): Promise<number> {
  const going = await deps.db.series.findMany({
    where: { endedAt: null },
    select: { id: true },
    orderBy: { id: 'asc' },
  });
  let made = 0;
  for (const { id } of going) {
    try {
      made += await deps.db.$transaction((tx) => extendOne(tx, deps, id));
    } catch (error) {
      // one that is full or broken keeps none of the others back
      deps.log.warn({ err: error, series: id }, 'a series could not be continued');
    }
  }
  return made;
}

async function extendOne(tx: Tx, deps: Pick<Deps, 'db' | 'clock' | 'jobs'>, id: string): Promise<number> {
  const series = await lockSeries(tx, id);
  if (!series || series.endedAt) return 0;
  const now = deps.clock.now();
  if (series.lastDay !== null && series.lastDay < addDays(now.toISOString().slice(0, 10), -1)) {
    await tx.series.update({ where: { id }, data: { endedAt: now } });
    return 0;
  }
  const days = nextDays(series, now);
  const planned = await tx.stream.findMany({ where: { seriesId: id }, select: { seriesDay: true } });
  const missing = days.filter(({ day }) => !planned.some(({ seriesDay }) => seriesDay === day));
  if (missing.length === 0) return 0;
  await reserveScheduled(tx, series.creatorId as AccountId, missing.length);
  const input = { ...template.parse(series.template), scheduledAt: null };
  return (await makeDays(tx, deps, series, input, missing.slice(0, MOST_AHEAD))).length;
}

/** One change of a series after the other. */
async function lockSeries(tx: Tx, id: string) {
  await tx.$queryRaw`SELECT id FROM series WHERE id = ${id}::uuid FOR UPDATE`;
  return tx.series.findUnique({ where: { id } });
}

/**
 * Changes a stream of a series and all that follow it, but for those that were changed by
 * themselves; what is made later is made like them.
 */
export async function updateFollowing(
  deps: PricedStore,
  creatorId: AccountId,
  id: StreamId,
  input: StreamInput,
  { zone, password }: Pick<PlanInput, 'zone' | 'password'>,
): Promise<void> {
  if (!input.scheduledAt) throw new DomainError('seriesNeedsTime');
  const { scheduledAt } = input;
  await checkStream(deps, input);
  const hash = input.visibility === 'password' && password !== null ? await deps.passwords.hash(password) : null;
  await deps.db.$transaction(async (tx) => {
    const { series, from } = await followingOf(tx, creatorId, id);
    await refuseVoiceOfSite(tx, input.title);
    const inZone = zone ?? series.zone;
    const { date: firstDay, time } = toWallTime(scheduledAt, inZone);
    const shift = daysBetween(from, firstDay);
    const changed = { ...series, zone: inZone, time, firstDay };
    const others = { seriesId: series.id, status: 'scheduled', seriesDay: { gte: from } } as const;
    const rows = await tx.stream.findMany({
      where: { ...others, OR: [{ onItsOwn: false }, { id }] },
      select: { id: true, seriesDay: true },
      // moved to later days the last goes first, so that no two fall on one day on the way
      orderBy: { seriesDay: shift > 0 ? 'desc' : 'asc' },
    });
    const template = templateOf(input);
    for (const row of rows) {
      const day = addDays(row.seriesDay ?? from, shift);
      const [at] = nextDays({ ...changed, firstDay: day, lastDay: day, rhythm: 'daily' }, deps.clock.now());
      if (!at) continue;
      const data = { ...template, scheduledAt: at.at, scheduledZone: inZone, seriesDay: day, onItsOwn: false };
      await tx.stream.update({ where: { id: row.id }, data });
      if (input.visibility === 'password') await keepPassword(tx, deps, row.id as StreamId, hash);
      await record(tx, deps, { actorId: creatorId, action: 'stream.changed', subject: `stream:${row.id}` });
      await tellOfStream(tx, deps, row.id as StreamId, { announced: false });
    }
    await tx.series.update({ where: { id: series.id }, data: { zone: inZone, time, firstDay, template } });
  });
}

/** Cancels a stream of a series and all that follow it; no more are made. */
export async function cancelFollowing(
  deps: Pick<Deps, 'db' | 'clock' | 'jobs'>,
  creatorId: AccountId,
  id: StreamId,
): Promise<void> {
  await deps.db.$transaction(async (tx) => {
    const { series, from } = await followingOf(tx, creatorId, id);
    const now = deps.clock.now();
    const rows = await tx.stream.updateManyAndReturn({
      where: { seriesId: series.id, status: 'scheduled', startedAt: null, seriesDay: { gte: from } },
      data: cancelledAt(now),
      select: { id: true },
    });
    for (const row of rows) {
      await record(tx, deps, { actorId: creatorId, action: 'stream.cancelled', subject: `stream:${row.id}` });
      await tellOfCancelled(tx, deps, row.id as StreamId);
    }
    await tx.series.update({ where: { id: series.id }, data: { endedAt: now } });
  });
}

async function followingOf(tx: Tx, creatorId: AccountId, id: StreamId) {
  const stream = await tx.stream.findFirst({
    where: { id, creatorId, status: 'scheduled', startedAt: null },
    select: { seriesId: true },
  });
  const series = stream?.seriesId ? await lockSeries(tx, stream.seriesId) : null;
  const row = await tx.stream.findFirst({ where: { id, status: 'scheduled' }, select: { seriesDay: true } });
  if (!series || series.creatorId !== creatorId || !row?.seriesDay) throw new DomainError('notFound');
  return { series, from: row.seriesDay };
}
