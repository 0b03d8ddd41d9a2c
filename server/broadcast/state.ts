import { isDeepStrictEqual } from 'node:util';
import { amount } from '../../sdk/money';
import { type ErrorCode } from '../../sdk/error-codes';
import { sleep } from '../../sdk/timers';
import { later, SECOND } from '../clock';
import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { type Prisma, type ServerRecording } from '../generated/prisma/client';
import { type StreamStatus } from '../generated/prisma/enums';
import { type AccountId, type StreamId } from '../ids';
import { amountOf } from '../money';
import { isPresent, isViewer } from '../viewing/presence';
import { isAway } from './presence';
import { type BroadcastState, type ServerRecordingState } from './types';

type Read = Pick<Deps, 'db' | 'clock' | 'config'>;

/** A stream of one's own, with what it brings, as it stands now. */
export async function readBroadcast(deps: Read, creatorId: AccountId, id: StreamId): Promise<BroadcastState> {
  const stream = await deps.db.stream.findFirst({
    where: { id, creatorId, status: { not: 'recorded' } },
    select: {
      status: true,
      endReason: true,
      startedAt: true,
      endedAt: true,
      peakViewers: true,
      silentSince: true,
      publisherAt: true,
      payee: true,
      serverRecording: { include: { video: { select: { bytes: true } } } },
      feed: { where: { participant: { not: null } }, select: { id: true, software: true, startedAt: true } },
    },
  });
  if (!stream) throw new DomainError('notFound');
  const { status, endReason, startedAt, endedAt, peakViewers, silentSince, payee, feed, serverRecording } = stream;
  const live = status === 'live';
  const { viewers, ...figures } = await readFigures(deps, id);
  return {
    status,
    endReason,
    startedAt,
    endedAt,
    payee,
    viewers,
    ...figures,
    peak: Math.max(peakViewers, viewers),
    connected: live && !isAway(stream),
    feed,
    serverRecords: deps.config.videos.serverRecordings > 0,
    serverRecording: serverRecording && recordingState(serverRecording, deps.clock.now()),
    silentSince: live ? silentSince : null,
  };
}

/** Who records was heard of within this time. */
const RECORDER_HEARD = 30 * SECOND;
/** A recorder that has room takes what is asked for within this time. */
const TAKEN_WITHIN = 8 * SECOND;

function recordingState(
  {
    askedAt,
    leasedAt,
    partId,
    endedAt,
    closedAt,
    refusal,
    video,
  }: ServerRecording & { video: { bytes: bigint } | null },
  now: Date,
): ServerRecordingState {
  const bytes = video?.bytes ?? 0n;
  if (refusal) return { at: 'refused', bytes, refusal: refusal as ErrorCode };
  const isAtWork = leasedAt !== null && leasedAt > later(now, -RECORDER_HEARD);
  const asked = askedAt > later(now, -TAKEN_WITHIN);
  const running = isAtWork ? (partId ? 'recording' : 'waiting') : asked ? 'waiting' : 'busy';
  return { at: closedAt ? 'done' : endedAt ? 'finishing' : running, bytes, refusal: null };
}

interface Row {
  viewers: bigint;
  paying: bigint;
  earned: Prisma.Decimal;
  paid_seconds: Prisma.Decimal;
}

/**
 * Who is present now, also those who see nothing, whom the sweep does not count
 * (viewing/media/counts.ts). What no purse pays for, as in the demo world, earns nothing.
 */
async function readFigures({ db, clock }: Read, id: StreamId) {
  const [row] = await db.$queryRaw<Row[]>`
    SELECT count(*) FILTER (WHERE here) AS viewers, count(*) FILTER (WHERE here AND status = 'metered') AS paying,
      coalesce(sum(amount) FILTER (WHERE viewer IS NOT NULL), 0) AS earned,
      coalesce(sum(seconds_paid) FILTER (WHERE viewer IS NOT NULL), 0) AS paid_seconds
    FROM (
      SELECT w.*, ${isPresent(clock.now())} AND ${isViewer} AS here
      FROM viewings w JOIN streams t ON t.id = w.stream_id WHERE w.stream_id = ${id}::uuid
    ) seen`;
  return {
    viewers: Number(row?.viewers ?? 0),
    paying: Number(row?.paying ?? 0),
    earned: row ? amountOf(row.earned) : amount(0n),
    paidSeconds: BigInt(row?.paid_seconds.toFixed(0) ?? 0),
  };
}

/** A broadcast is looked at so often for each who follows it. */
const READ_EVERY_MS = SECOND;

/**
 * The state now, and again whenever it has changed, for as long as somebody listens; ends with the
 * stream.
 */
export function followBroadcast(
  deps: Pick<Deps, 'db' | 'clock' | 'config' | 'timers' | 'log'>,
  creatorId: AccountId,
  id: StreamId,
  signal: AbortSignal | undefined,
): AsyncGenerator<BroadcastState> {
  return followReading(deps, () => readBroadcast(deps, creatorId, id), signal);
}

/** What is read of a creator's stream, whenever it has changed; ends when it says so. */
export async function* followReading<State extends { status: StreamStatus }>(
  { timers, log }: Pick<Deps, 'timers' | 'log'>,
  read: () => Promise<State>,
  signal: AbortSignal | undefined,
): AsyncGenerator<State> {
  let told: State | null = null;
  while (!signal?.aborted) {
    const state: State | null = await read().catch((error: unknown) => {
      if (!told || error instanceof DomainError) throw error;
      log.warn({ err: error }, 'what a creator follows could not be read; it is read again');
      return null;
    });
    if (state && !isDeepStrictEqual(state, told)) yield (told = state);
    if (told?.status === 'ended') return;
    await sleep(timers, READ_EVERY_MS, signal);
  }
}
