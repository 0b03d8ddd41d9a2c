import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { type AccountId, type StreamId, type StreamKeyId } from '../ids';
import { payeeOf } from '../security/payee';
import { chooseStream } from './choose-stream';

/** A key as its owner sees it; what it is, is told once. */
export interface StreamKeyRow {
  id: StreamKeyId;
  label: string;
  hint: string;
  stream: { id: StreamId; title: string } | null;
  createdAt: Date;
  lastUsedAt: Date | null;
  /** What it sends just now. */
  feed: RunningFeed | null;
}

/** What a program sends. */
export interface RunningFeed {
  id: string;
  software: string;
  startedAt: Date;
  stream: { id: StreamId; title: string };
}

/** Everything on the page of whoever sends by a program. */
export interface FeedsOverview {
  /** What to type as the server. */
  server: string;
  /** The same for programs that send by RTMP; null where none can. */
  rtmp: string | null;
  keys: StreamKeyRow[];
  /** What a key for all streams would begin now. */
  next: { how: 'live' | 'planned' | 'draft' | 'like'; title: string } | null;
  /** Streams that a key can be for. */
  streams: { id: StreamId; title: string }[];
  /** Some key was made when another wallet was paid: it begins nothing that has a price. */
  payeeMoved: boolean;
}

export async function readFeeds(
  deps: Pick<Deps, 'db' | 'clock' | 'config'>,
  creatorId: AccountId,
): Promise<FeedsOverview> {
  const { db, config } = deps;
  const stream = { select: { id: true, title: true } } as const;
  const [keys, streams, payee, next] = await Promise.all([
    db.streamKey.findMany({
      where: { creatorId, revokedAt: null },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      select: {
        id: true,
        label: true,
        hint: true,
        payee: true,
        stream,
        createdAt: true,
        lastUsedAt: true,
        feeds: {
          where: { participant: { not: null } },
          select: { id: true, software: true, startedAt: true, stream },
          take: 1,
        },
      },
    }),
    db.stream.findMany({
      where: { creatorId, status: { in: ['scheduled', 'live'] }, hiddenAt: null },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: 100,
      ...stream,
    }),
    payeeOf(db, creatorId),
    chooseStream(deps, creatorId),
  ]);
  return {
    server: `${config.origin}/whip`,
    rtmp: config.rtmp,
    keys: keys.map(({ payee: _payee, feeds: [feed], ...key }) => ({ ...key, feed: feed ?? null })) as StreamKeyRow[],
    next: next && { how: 'how' in next ? next.how : 'like', title: next.title },
    streams: streams as FeedsOverview['streams'],
    payeeMoved: payee !== null && keys.some((key) => key.payee !== payee.address),
  };
}

/**
 * The places from which creators look on, one for each page of theirs: no viewer has them, and a
 * token that is passed on lets one in at most.
 */
export const LOOK_ON_SEATS = { studio: 'studio', keys: 'studio-keys' } as const;

/** The way into the room of one's own stream for looking on at what a program sends to it. */
export async function lookAtFeed(
  { db, rooms }: Pick<Deps, 'db' | 'rooms'>,
  creatorId: AccountId,
  id: StreamId,
  from: keyof typeof LOOK_ON_SEATS,
): Promise<{ url: string; token: string; iceServers: Deps['rooms']['iceServers'][number][] }> {
  const stream = await db.stream.findFirst({ where: { id, creatorId }, select: { feed: { select: { id: true } } } });
  if (!stream) throw new DomainError('notFound');
  if (!stream.feed) throw new DomainError('streamNotLive');
  const token = await rooms.viewerToken(id, LOOK_ON_SEATS[from], true);
  return { url: rooms.url, token, iceServers: [...rooms.iceServers] };
}
