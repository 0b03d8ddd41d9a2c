import { type StreamInput } from '../../schemas/streams';
import { type Amount, amount } from '../../sdk/money';
import { type Deps } from '../deps';
import { readEarnings } from '../earnings/read';
import { DomainError } from '../errors';
import { type Prisma } from '../generated/prisma/client';
import { type StreamStatus } from '../generated/prisma/enums';
import { type AccountId, type StreamId } from '../ids';
import { amountOf } from '../money';
import { cardOf, cardSelect, type StreamCard } from './cards';

type Read = Pick<Deps, 'db'>;

/** A stream on its creator's dashboard, with what it brought. */
export interface DashboardStream extends StreamCard {
  /** Signed for by the second, from purses on this chain. */
  earned: Amount;
  paidSeconds: bigint;
  /** What the demo world, or a chain that is gone, tells of it: on no chain, and owed by nobody. */
  history: Amount;
}

/** What a creator sees on opening the dashboard. */
export interface Dashboard {
  figures: {
    /** What the earnings page has in all; null when the chain does not answer. */
    earned: Amount | null;
    paidSeconds: bigint;
    /** Of all streams and videos; counted in none of the other figures. */
    history: Amount;
    followers: number;
    viewers: number;
  };
  streams: DashboardStream[];
}

/**
 * All streams of a creator but videos, newest first, with what viewers signed for; what they come
 * to is told by the same books as on the earnings page.
 */
export async function readDashboard(
  deps: Pick<Deps, 'db' | 'ledger' | 'knownChain' | 'clock' | 'timers' | 'config' | 'log'>,
  creatorId: AccountId,
): Promise<Dashboard> {
  const { db } = deps;
  const [rows, paid, history, tips, followers, { inAll }] = await Promise.all([
    db.stream.findMany({
      where: { creatorId, status: { not: 'recorded' } },
      select: cardSelect,
      orderBy: { createdAt: 'desc' },
      take: 500,
    }),
    db.viewing.groupBy({
      by: ['streamId'],
      where: { stream: { creatorId }, viewer: { not: null } },
      _sum: { amount: true, secondsPaid: true },
    }),
    db.viewing.groupBy({
      by: ['streamId'],
      where: { stream: { creatorId }, viewer: null },
      _sum: { amount: true },
    }),
    db.tip.groupBy({ by: ['streamId'], where: { toId: creatorId }, _sum: { amount: true } }),
    db.follow.count({ where: { creatorId } }),
    readEarnings(deps, creatorId),
  ]);
  const paidBy = new Map(paid.map((row) => [row.streamId, row._sum]));
  const historyBy = new Map<string, bigint>();
  // no voucher pays a tip yet: those that are there are the demo world's
  for (const { streamId, _sum } of [...history, ...tips])
    historyBy.set(streamId, (historyBy.get(streamId) ?? 0n) + (_sum.amount ? amountOf(_sum.amount) : 0n));
  const streams = rows.map((row) => {
    const sums = paidBy.get(row.id);
    return {
      ...cardOf(row),
      earned: sums?.amount ? amountOf(sums.amount) : amount(0n),
      paidSeconds: sums?.secondsPaid ?? 0n,
      history: amount(historyBy.get(row.id) ?? 0n),
    };
  });
  const figures = {
    earned: inAll,
    history: amount([...historyBy.values()].reduce((sum, value) => sum + value, 0n)),
    paidSeconds: paid.reduce((sum, { _sum }) => sum + (_sum.secondsPaid ?? 0n), 0n),
    followers,
    viewers: streams.reduce((sum, stream) => sum + stream.totalViewers, 0),
  };
  return { figures, streams };
}

/** A stream as the pages of its creator start from it. */
export interface StreamForEdit extends StreamInput {
  id: StreamId;
  status: StreamStatus;
  coverUrl: string | null;
  /** It is recorded as soon as it goes live. */
  records: boolean;
  ofSeries: boolean;
}

/** What the edit form starts from; one's own streams only, and no videos. */
export async function readForEdit({ db }: Read, creatorId: AccountId, id: StreamId): Promise<StreamForEdit> {
  const where = { id, creatorId, status: { not: 'recorded' } } as const;
  const found = await db.stream.findFirst({ where, select: editSelect });
  if (!found) throw new DomainError('notFound');
  const { seriesId, ...row } = found;
  return { ...row, ofSeries: seriesId !== null, id: row.id as StreamId, ratePerSecond: amountOf(row.ratePerSecond) };
}

const editSelect = {
  id: true,
  status: true,
  coverUrl: true,
  records: true,
  seriesId: true,
  title: true,
  description: true,
  categorySlug: true,
  tags: true,
  language: true,
  mature: true,
  visibility: true,
  ratePerSecond: true,
  previewSeconds: true,
  viewerLimit: true,
  scheduledAt: true,
  clipsAllowed: true,
} as const satisfies Prisma.StreamSelect;

/** The categories to choose from, in their order. */
export function readCategories({ db }: Read): Promise<{ slug: string; name: string }[]> {
  return db.category.findMany({ select: { slug: true, name: true }, orderBy: { position: 'asc' } });
}
