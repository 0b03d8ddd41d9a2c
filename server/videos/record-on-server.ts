import { createHash, type Hash } from 'node:crypto';
import { later, SECOND } from '../clock';
import { type Deps, type RecorderEnd, type RecordingSink } from '../deps';
import { DomainError } from '../errors';
import { type AccountId, type StreamId, type VideoPartId } from '../ids';
import { type Member } from '../identity/visitor';
import { limit } from '../limits/take';
import { newName } from '../storage-key';
import { openRecording } from './begin';
import { addPart, completePart, finishVideo, forgetPart, keepComplete, UPLOADS_PATH } from './parts';
import { uploadRules } from './upload-rules';

type RecordDeps = Pick<
  Deps,
  'db' | 'clock' | 'timers' | 'log' | 'jobs' | 'uploads' | 'config' | 'recorder' | 'serverRecordings'
>;
type Ending = Pick<Deps, 'db' | 'clock' | 'log' | 'jobs' | 'uploads'>;

/** Who records says so often that it is still at it, and hears whether it is still to be. */
const HEARD_EVERY = 2 * SECOND;
/** Who was not heard of for so long is gone: somebody else goes on. */
export const RECORDER_GONE = 30 * SECOND;
/** What waits to be kept: a rewinding viewer sees it so much later. */
const SEND_EVERY = SECOND;
const SEND_BYTES = 256 * 1024;
/** So many are looked at in a round. */
const AT_ONCE = 50;

/** What this process records. */
export class ServerRecordings {
  private readonly running = new Map<StreamId, { stop(): Promise<unknown>; over: Promise<void> }>();
  private closing = false;

  get count(): number {
    return this.running.size;
  }

  has(id: StreamId): boolean {
    return this.running.has(id);
  }

  get mayBegin(): boolean {
    return !this.closing;
  }

  add(id: StreamId, stop: () => Promise<unknown>, over: Promise<void>): void {
    const kept = { stop, over };
    this.running.set(id, kept);
    void over.finally(() => {
      if (this.running.get(id) === kept) this.running.delete(id);
    });
  }

  /** Until everything that ran has ended, for tests. */
  async settled(): Promise<void> {
    await Promise.all([...this.running.values()].map(({ over }) => over));
  }

  /** Ends all of them: other processes go on with what is still to be recorded. */
  async stop(): Promise<void> {
    this.closing = true;
    await Promise.all([...this.running.values()].map(({ stop, over }) => stop().then(() => over)));
  }
}

/** Has the server record a live stream of one's own, or stop. Twice is once. */
export async function recordOnServer(
  deps: Pick<Deps, 'db' | 'clock' | 'config'>,
  { signedIn: { accountId: creatorId }, origin }: Member,
  streamId: StreamId,
  on: boolean,
): Promise<void> {
  await limit(deps, 'recordOnServer', origin, creatorId);
  const { db, clock } = deps;
  const now = clock.now();
  const stream = await db.stream.findFirst({
    where: { id: streamId, creatorId, status: { not: 'recorded' } },
    select: { status: true, hiddenAt: true, creator: { select: { suspendedAt: true } } },
  });
  if (!stream) throw new DomainError('notFound');
  if (!on) {
    await db.serverRecording.updateMany({ where: { streamId, endedAt: null }, data: { endedAt: now } });
    return;
  }
  if (deps.config.videos.serverRecordings === 0) throw new DomainError('serverRecordsNothing');
  if (stream.creator.suspendedAt) throw new DomainError('accountSuspended');
  if (stream.hiddenAt) throw new DomainError('streamTakenDown');
  if (stream.status !== 'live') throw new DomainError('streamNotLive');
  await db.serverRecording.createMany({ data: { streamId, askedAt: now }, skipDuplicates: true });
  const again = { askedAt: now, endedAt: null, closedAt: null, refusal: null };
  await db.serverRecording.updateMany({ where: { streamId, endedAt: { not: null } }, data: again });
}

/**
 * One round, every few seconds, in any number of processes: feeds that are to be recorded by
 * themselves are; what nobody records is begun here, as long as there is room; what has ended is
 * handed on to be packaged.
 */
export async function sweepServerRecordings(deps: RecordDeps): Promise<void> {
  for (const step of [askByThemselves, endOver, handOn, begin]) {
    try {
      await step(deps);
    } catch (error) {
      deps.log.warn({ err: error, step: step.name }, 'a part of the sweep of recordings failed');
    }
  }
}

/** A feed has no page that would record it. Whoever stopped it by hand is not asked again. */
async function askByThemselves({ db, clock, config }: RecordDeps): Promise<void> {
  if (config.videos.serverRecordings === 0) return;
  const fed = await db.stream.findMany({
    where: {
      status: 'live',
      records: true,
      hiddenAt: null,
      demo: false,
      feed: { participant: { not: null } },
      serverRecording: null,
    },
    select: { id: true },
    take: AT_ONCE,
  });
  const askedAt = clock.now();
  await db.serverRecording.createMany({
    data: fed.map(({ id }) => ({ streamId: id, askedAt })),
    skipDuplicates: true,
  });
}

/** Recording ends with its stream. */
async function endOver({ db, clock }: RecordDeps): Promise<void> {
  await db.serverRecording.updateMany({
    where: { endedAt: null, stream: { OR: [{ status: { not: 'live' } }, { hiddenAt: { not: null } }] } },
    data: { endedAt: clock.now() },
  });
}

/** Nobody is at it, or who was is gone. */
const left = (now: Date) => ({ OR: [{ lease: null }, { leasedAt: { lt: later(now, -RECORDER_GONE) } }] });

/** What has ended, and nobody is at any more: all of it is here, so it can be packaged. */
async function handOn(deps: RecordDeps): Promise<void> {
  const ended = await deps.db.serverRecording.findMany({
    where: { endedAt: { not: null }, closedAt: null, ...left(deps.clock.now()) },
    select: { streamId: true },
    take: AT_ONCE,
  });
  for (const { streamId } of ended) await close(deps, streamId as StreamId);
}

async function close(deps: Ending, streamId: StreamId): Promise<void> {
  const { db, clock } = deps;
  await closeLeftFile(deps, streamId);
  const row = await db.serverRecording.findUnique({
    where: { streamId },
    select: { videoId: true, stream: { select: { creatorId: true } } },
  });
  if (row?.videoId) {
    try {
      await finishVideo(deps, row.stream.creatorId as AccountId, row.videoId as StreamId);
    } catch (error) {
      // its creator removed it, or nothing came of it: the sweep of videos knows what to do
      if (!(error instanceof DomainError)) throw error;
    }
  }
  const data = { closedAt: clock.now(), lease: null, leasedAt: null, partId: null };
  await db.serverRecording.updateMany({
    where: { streamId, endedAt: { not: null }, closedAt: null, ...left(clock.now()) },
    data,
  });
}

/** The file at which a recorder was that is gone is what has come of it. */
async function closeLeftFile(deps: Ending, streamId: StreamId): Promise<void> {
  const { db, uploads } = deps;
  const row = await db.serverRecording.findUnique({ where: { streamId }, select: { part: true } });
  const part = row?.part;
  if (!part) return;
  const found = part.completedAt ? null : await uploads.stat(part.uploadId);
  if (!part.completedAt && found && found.bytes > 0) {
    if (found.length === null) await sayLength(deps, part.uploadId, found.bytes);
    await db.$transaction((tx) => keepComplete(tx, deps, part.id, { bytes: BigInt(found.bytes), sha256: null }));
  } else if (!part.completedAt) await db.$transaction((tx) => forgetPart(tx, part.id));
  await db.serverRecording.updateMany({ where: { streamId, partId: part.id }, data: { partId: null } });
}

async function begin(deps: RecordDeps): Promise<void> {
  const { db, clock, config, serverRecordings } = deps;
  const room = config.videos.serverRecordings - serverRecordings.count;
  if (room <= 0 || !serverRecordings.mayBegin) return;
  const now = clock.now();
  const waiting = await db.serverRecording.findMany({
    where: { endedAt: null, stream: { status: 'live', hiddenAt: null }, ...left(now) },
    select: { streamId: true, stream: { select: { creatorId: true, startedAt: true } } },
    orderBy: { askedAt: 'asc' },
    take: room,
  });
  for (const { streamId, stream } of waiting) {
    const id = streamId as StreamId;
    if (serverRecordings.has(id)) continue;
    const lease = newName();
    const { count } = await db.serverRecording.updateMany({
      where: { streamId, endedAt: null, ...left(now) },
      data: { lease, leasedAt: now },
    });
    if (count === 0) continue;
    await closeLeftFile(deps, id);
    const startedAt = stream.startedAt ?? now;
    run(deps, { id, lease, creatorId: stream.creatorId as AccountId, startedAt });
  }
}

/** A stream that this process records. */
interface Running {
  id: StreamId;
  lease: string;
  creatorId: AccountId;
  startedAt: Date;
}

function run(deps: RecordDeps, running: Running): void {
  const { recorder, serverRecordings, timers, log } = deps;
  const recording = recorder.record(running.id, sinkOf(deps, running));
  const stopHearing = timers.setInterval(() => {
    isStillWanted(deps, running)
      .then((wanted) => (wanted ? undefined : recording.stop()))
      .catch((error: unknown) => log.warn({ err: error, stream: running.id }, 'a recording could not be looked at'));
  }, HEARD_EVERY);
  const over = recording.ended
    .then((end) => {
      stopHearing();
      return release(deps, running, end);
    })
    .catch((error: unknown) => log.warn({ err: error, stream: running.id }, 'a recording could not be given back'));
  serverRecordings.add(running.id, () => recording.stop(), over);
}

/** Says that it is still recorded; false when it is not to be, or somebody else is at it. */
async function isStillWanted({ db, clock }: RecordDeps, { id, lease }: Running): Promise<boolean> {
  const { count } = await db.serverRecording.updateMany({
    where: { streamId: id, lease, endedAt: null, stream: { status: 'live', hiddenAt: null } },
    data: { leasedAt: clock.now() },
  });
  return count > 0;
}

/** How it ended decides who goes on: somebody at once, somebody later, or nobody. */
async function release(deps: RecordDeps, { id, lease }: Running, end: RecorderEnd): Promise<void> {
  const { db, clock, log } = deps;
  const mine = { streamId: id, lease };
  const now = clock.now();
  switch (end.how) {
    case 'stopped':
      await db.serverRecording.updateMany({ where: mine, data: { lease: null, leasedAt: null } });
      break;
    case 'unreadable':
      await db.serverRecording.updateMany({
        where: mine,
        data: { lease: null, leasedAt: null, endedAt: now, refusal: 'feedNotRecordable' },
      });
      break;
    case 'refused': {
      if (!(end.error instanceof DomainError)) {
        log.warn({ err: end.error, stream: id }, 'what is recorded could not be kept; it is tried again');
        return;
      }
      const refusal = end.error.code;
      await db.serverRecording.updateMany({
        where: mine,
        data: { lease: null, leasedAt: null, endedAt: now, refusal },
      });
      break;
    }
    case 'replaced':
      return;
    case 'failed':
      // when its lease runs out somebody tries again
      log.warn({ err: end.error, stream: id }, 'a recorder failed; it is begun again');
      return;
  }
  await endOver(deps);
  await handOn(deps);
}

/** Keeps what is recorded, as a page sends it: files of the recording, by the upload protocol. */
function sinkOf(deps: RecordDeps, running: Running): RecordingSink {
  const { id, lease, creatorId, startedAt } = running;
  const { db, clock } = deps;
  let file: { part: VideoPartId; uploadId: string; sent: number; hash: Hash } | null = null;
  let waiting: Uint8Array[] = [];
  let size = 0;
  let sentAt = clock.now();
  const sendWaiting = async () => {
    if (!file || size === 0) return;
    const body = Buffer.concat(waiting);
    waiting = [];
    size = 0;
    sentAt = clock.now();
    file.hash.update(body);
    await patch(deps, creatorId, file.uploadId, { offset: file.sent, body, length: null });
    file.sent += body.length;
  };
  return {
    async begin({ contentType, agoMs }) {
      const { video } = await openRecording(deps, creatorId, id);
      const startsAtMs = Math.max(0, Math.round(clock.now().getTime() - agoMs - startedAt.getTime()));
      const { part, token } = await addPart(deps, creatorId, video, { contentType, startsAtMs, length: null });
      const data = { videoId: video, partId: part };
      const { count } = await db.serverRecording.updateMany({ where: { streamId: id, lease }, data });
      if (count === 0) throw new Error('somebody else records this stream');
      const { uploadId } = await db.videoPart.findUniqueOrThrow({ where: { id: part }, select: { uploadId: true } });
      await create(deps, creatorId, { part, token });
      file = { part, uploadId, sent: 0, hash: createHash('sha256') };
    },
    async write(bytes) {
      waiting.push(bytes);
      size += bytes.length;
      if (size >= SEND_BYTES || clock.now() >= later(sentAt, SEND_EVERY)) await sendWaiting();
    },
    async end() {
      await sendWaiting();
      const ended = file;
      file = null;
      if (!ended) return;
      if (ended.sent === 0) {
        await db.$transaction((tx) => forgetPart(tx, ended.part));
        return;
      }
      await sayLength(deps, ended.uploadId, ended.sent);
      await completePart(deps, creatorId, ended.part, ended.hash.digest('hex'));
      await db.serverRecording.updateMany({ where: { streamId: id, partId: ended.part }, data: { partId: null } });
    },
  };
}

const base64 = (text: string) => Buffer.from(text).toString('base64');
const TUS = { 'Tus-Resumable': '1.0.0' };
/** The protocol is spoken without a network: nobody looks at where to. */
const address = (path: string) => `http://localhost${path}`;

async function create(deps: RecordDeps, creatorId: AccountId, of: { part: VideoPartId; token: string }): Promise<void> {
  const request = new Request(address(UPLOADS_PATH), {
    method: 'POST',
    headers: {
      ...TUS,
      'Upload-Defer-Length': '1',
      'Upload-Metadata': `part ${base64(of.part)},token ${base64(of.token)}`,
    },
  });
  const sender = { creatorId, contentLength: null, declaredLength: null, offset: null };
  await expectOk(await deps.uploads.answer(request, uploadRules(deps, sender)));
}

async function patch(
  deps: RecordDeps,
  creatorId: AccountId,
  uploadId: string,
  { offset, body, length }: { offset: number; body: Uint8Array<ArrayBuffer>; length: number | null },
): Promise<void> {
  const sender = {
    creatorId,
    contentLength: BigInt(body.length),
    declaredLength: length === null ? null : BigInt(length),
    offset: BigInt(offset),
  };
  await expectOk(await deps.uploads.answer(patchRequest(uploadId, offset, body), uploadRules(deps, sender)));
}

function patchRequest(uploadId: string, offset: number, body: Uint8Array<ArrayBuffer>, length?: number): Request {
  return new Request(address(`${UPLOADS_PATH}/${uploadId}`), {
    method: 'PATCH',
    headers: {
      ...TUS,
      'Content-Type': 'application/offset+octet-stream',
      'Content-Length': `${body.length}`,
      'Upload-Offset': `${offset}`,
      ...(length === undefined ? {} : { 'Upload-Length': `${length}` }),
    },
    body,
  });
}

/** A file whose length nobody said is as long as what came of it. */
async function sayLength({ uploads }: Pick<Deps, 'uploads'>, uploadId: string, bytes: number): Promise<void> {
  const answer = await uploads.answer(patchRequest(uploadId, bytes, new Uint8Array(), bytes), {
    begin: () => Promise.reject(new Error('nothing is begun here')),
    goOn: () => Promise.resolve({ most: bytes }),
    received: () => Promise.resolve(),
  });
  await expectOk(answer);
}

async function expectOk(answer: Response): Promise<void> {
  if (!answer.ok) throw new Error(`an upload was answered ${answer.status}: ${await answer.text()}`);
}
