import { HOUR, later } from '../clock';
import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { type AccountId, type StreamId } from '../ids';
import { readForEdit } from '../streams/read';
import { createStream, type PricedStore } from '../streams/store';

/** A planned stream is begun at most so long before its time by a key for all streams. */
const BEFORE_ITS_TIME = HOUR;

/** What a key for all streams begins; `from` is a stream whose settings a new one takes over. */
export type ChosenStream =
  { id: StreamId; title: string; how: 'live' | 'planned' | 'draft' } | { from: StreamId; title: string };

/**
 * What a creator expects: what is live goes on; else the planned one whose time is nearest, the
 * newest one without a time, or a new one like the last. Null for whoever has none at all.
 */
export async function chooseStream(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  creatorId: AccountId,
): Promise<ChosenStream | null> {
  const select = { id: true, title: true } as const;
  const startable = { creatorId, hiddenAt: null };
  const live = await db.stream.findFirst({ where: { creatorId, status: 'live' }, select });
  if (live) return { ...live, id: live.id as StreamId, how: 'live' };
  const planned = await db.stream.findFirst({
    where: { ...startable, status: 'scheduled', scheduledAt: { lte: later(clock.now(), BEFORE_ITS_TIME) } },
    orderBy: { scheduledAt: 'desc' },
    select,
  });
  if (planned) return { ...planned, id: planned.id as StreamId, how: 'planned' };
  const draft = await db.stream.findFirst({
    where: { ...startable, status: 'scheduled', scheduledAt: null },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    select,
  });
  if (draft) return { ...draft, id: draft.id as StreamId, how: 'draft' };
  const last = await db.stream.findFirst({
    // who may see the others is more than a setting: guests, a password
    where: {
      ...startable,
      status: { not: 'recorded' },
      visibility: { in: ['public', 'unlisted', 'followers'] },
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    select,
  });
  return last && { from: last.id as StreamId, title: last.title };
}

/** The same, and a new one made where there is none. */
export async function takeStream(deps: PricedStore, creatorId: AccountId): Promise<StreamId> {
  const chosen = await chooseStream(deps, creatorId);
  if (!chosen) throw new DomainError('noStreamToFeed');
  if ('id' in chosen) return chosen.id;
  const { title, description, categorySlug, tags, language, mature, ...rest } = await readForEdit(
    deps,
    creatorId,
    chosen.from,
  );
  const { visibility, ratePerSecond, previewSeconds, viewerLimit, clipsAllowed } = rest;
  const said = { title, description, categorySlug, tags, language, mature };
  const terms = { visibility, ratePerSecond, previewSeconds, viewerLimit, scheduledAt: null, clipsAllowed };
  return (await createStream(deps, creatorId, { ...said, ...terms })).id;
}
