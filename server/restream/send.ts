import { later, MINUTE, SECOND } from '../clock';
import { type Deps } from '../deps';
import { type Prisma } from '../generated/prisma/client';
import { type StreamId } from '../ids';
import { newName } from '../storage-key';
import { comesIn, type RestreamWhy, SENDABLE, SENDER_GONE_AFTER } from './sendable';
import { GrowingSource } from './source';
import { AT_REST, placeOfKey } from './targets';

type SendDeps = Pick<
  Deps,
  'db' | 'clock' | 'timers' | 'log' | 'storage' | 'videos' | 'sealer' | 'restreamer' | 'config'
>;

/** Whether it is still right to send is looked at so often: what is switched off ends by then. */
const HEARD_EVERY = SECOND;
/** After each failure in a row it waits longer; after the last of these it is given up. */
const AGAIN_AFTER = [5, 10, 20, 40, 60].map((seconds) => seconds * SECOND);
/** What went well for so long starts counting anew. */
const WENT_WELL = MINUTE;
/** What is not mended by trying again. */
const FOR_GOOD: readonly RestreamWhy[] = ['addressRefused', 'cannotEncode', 'keyLost'];

/** One other site that this process sends to. */
interface Sending {
  id: string;
  address: string;
  sealedKey: string;
  sender: string;
  streamId: StreamId;
  videoId: StreamId;
  tries: number;
  since: Date | null;
  /** When it was last known to be right. */
  knownAt: Date;
  abort: AbortController;
}

/** Sends live streams on to other sites. */
export interface RestreamSender {
  /** Takes up what is to be sent and nobody sends, as far as this process has places. */
  look(): Promise<void>;
  /** Leaves it to other processes. */
  stop(): Promise<void>;
}

export function createRestreamSender(deps: SendDeps): RestreamSender {
  const running = new Map<string, { one: Sending; done: Promise<void> }>();
  let stopping = false;
  return {
    async look() {
      if (stopping || !deps.restreamer.on || !deps.sealer.on) return;
      for (const one of await takeUp(deps, deps.config.mostRestreams - running.size)) {
        const done = sendOn(deps, one).finally(() => running.delete(one.sender));
        running.set(one.sender, { one, done });
      }
    },
    async stop() {
      stopping = true;
      const all = [...running.values()];
      for (const { one } of all) one.abort.abort();
      await Promise.all(all.map(({ done }) => done));
    },
  };
}

/** What is to be sent now, and nobody sends: it is this process's from then on. */
async function takeUp({ db, clock }: SendDeps, places: number): Promise<Sending[]> {
  if (places <= 0) return [];
  const now = clock.now();
  const videos = await db.video.findMany({
    where: { ...comesIn(now), source: { ...SENDABLE, creator: { restreamTargets: { some: free(now) } } } },
    select: { streamId: true, source: { select: { id: true, creatorId: true } } },
    orderBy: { createdAt: 'desc' },
    take: places,
  });
  const taken: Sending[] = [];
  for (const { streamId: videoId, source } of videos) {
    if (!source) continue;
    const targets = await db.restreamTarget.findMany({ where: { ...free(now), creatorId: source.creatorId } });
    for (const { id, address, sealedKey, sender: before, ...row } of targets) {
      const isAnother = row.streamId !== source.id;
      if (taken.length >= places || (!isAnother && row.state === 'failed' && !row.againAt)) continue;
      const [sender, streamId] = [newName(), source.id as StreamId];
      const { count } = await db.restreamTarget.updateMany({
        where: { id, on: true, sender: before },
        data: { sender, heardAt: now, streamId, ...(isAnother ? { state: 'waiting', why: null, tries: 0 } : {}) },
      });
      if (count === 0) continue;
      const about = { id, address, sealedKey, sender, streamId, videoId: videoId as StreamId };
      taken.push({ ...about, tries: isAnother ? 0 : row.tries, since: null, knownAt: now, abort: new AbortController() });
    }
  }
  return taken;
}

/** Switched on, nobody sends to it, and its time to be tried again has come. */
function free(now: Date): Prisma.RestreamTargetWhereInput {
  return {
    on: true,
    AND: [
      { OR: [{ sender: null }, { heardAt: { lt: later(now, -SENDER_GONE_AFTER) } }] },
      { OR: [{ againAt: null }, { againAt: { lte: now } }] },
    ],
  };
}

/** Sends until its stream is over, it is switched off, or it fails. Never rejects. */
async function sendOn(deps: SendDeps, one: Sending): Promise<void> {
  const { signal } = one.abort;
  const stop = deps.timers.setInterval(() => void stayOrLeave(deps, one), HEARD_EVERY);
  try {
    const why = await sendRuns(deps, one);
    if (why === null || signal.aborted) await leave(deps, one);
    else await fail(deps, one, why);
  } catch (error) {
    if (!signal.aborted) deps.log.warn({ err: error, target: one.id }, 'a stream could not be sent on');
    await leave(deps, one).catch((later: unknown) =>
      deps.log.warn({ err: later, target: one.id }, 'another site could not be left'),
    );
  } finally {
    stop();
    one.abort.abort();
  }
}

async function sendRuns(deps: SendDeps, one: Sending): Promise<RestreamWhy | null> {
  const { signal } = one.abort;
  const key = deps.sealer.open(one.sealedKey, placeOfKey(one.id, one.address));
  if (key === null) return 'keyLost';
  const source = new GrowingSource(deps, one.videoId, signal);
  for (;;) {
    const run = await source.next();
    const sending = () => void saySending(deps, one);
    const ended = await deps.restreamer.send({ address: one.address, key }, run, { signal, sending });
    if (ended !== 'ended') return ended;
    if (signal.aborted) return null;
  }
}

const mine = ({ id, sender }: Sending) => ({ id, sender });

async function saySending({ db, clock, log }: SendDeps, one: Sending): Promise<void> {
  one.since ??= clock.now();
  try {
    await db.restreamTarget.updateMany({ where: mine(one), data: { state: 'sending', why: null, againAt: null } });
  } catch (error) {
    log.warn({ err: error, target: one.id }, 'could not say that a stream is sent on');
  }
}

/** Says that somebody still sends, where that is still right; else it ends at once. */
async function stayOrLeave({ db, clock, log }: SendDeps, one: Sending): Promise<void> {
  try {
    const now = clock.now();
    const where = { ...mine(one), on: true, stream: { AND: [SENDABLE, { id: one.streamId }] } };
    const { count } = await db.restreamTarget.updateMany({ where, data: { heardAt: now } });
    const comes = { streamId: one.videoId, status: 'receiving', liveFolder: { not: null } } as const;
    if (count === 0 || (await db.video.count({ where: comes })) === 0) one.abort.abort();
    one.knownAt = now;
  } catch (error) {
    // what nobody can look up may be private by now, or be sent by somebody else
    if (one.knownAt < later(clock.now(), -SENDER_GONE_AFTER / 2)) one.abort.abort();
    log.warn({ err: error, target: one.id }, 'could not look whether a stream is still sent on');
  }
}

async function leave({ db }: SendDeps, one: Sending): Promise<void> {
  const data = { state: 'waiting', why: null, sender: null, heardAt: null, againAt: null } as const;
  await db.restreamTarget.updateMany({ where: mine(one), data });
}

async function fail({ db, clock, log }: SendDeps, one: Sending, why: RestreamWhy): Promise<void> {
  const now = clock.now();
  const before = one.since && one.since <= later(now, -WENT_WELL) ? 0 : one.tries;
  const wait = FOR_GOOD.includes(why) ? undefined : AGAIN_AFTER[before];
  log.info({ target: one.id, why, tries: before + 1 }, 'another site takes nothing');
  const againAt = wait === undefined ? null : later(now, wait);
  const data = { ...AT_REST, state: 'failed', why, streamId: one.streamId, tries: before + 1, againAt } as const;
  await db.restreamTarget.updateMany({ where: mine(one), data });
}
