import { type Amount, amount } from '../../sdk/money';
import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { type Prisma } from '../generated/prisma/client';
import { type StreamStatus } from '../generated/prisma/enums';
import { type AccountId, type StreamId } from '../ids';
import { amountOf } from '../money';
import { cardOf, cardSelect, type StreamCard } from './cards';
import { type StreamInput } from './input';

type Read = Pick<Deps, 'db'>;

/** A stream on its creator's dashboard, with what it brought. */
export interface DashboardStream extends StreamCard {
  /** Paid by the second. */
  earned: Amount;
  paidSeconds: bigint;
  tips: Amount;
}

/** What a creator sees on opening the dashboard. */
export interface Dashboard {
  figures: { earned: Amount; paidSeconds: bigint; followers: number; viewers: number };
  streams: DashboardStream[];
}

/** All streams of a creator, newest first, with what they earned as far as it was metered. */
export async function readDashboard({ db }: Read, creatorId: AccountId): Promise<Dashboard> {
  const [rows, paid, tips, followers] = await Promise.all([
    db.stream.findMany({ where: { creatorId }, select: cardSelect, orderBy: { createdAt: 'desc' }, take: 500 }),
    db.viewing.groupBy({
      by: ['streamId'],
      where: { stream: { creatorId } },
      _sum: { amount: true, secondsPaid: true },
    }),
    db.tip.groupBy({ by: ['streamId'], where: { toId: creatorId }, _sum: { amount: true } }),
    db.follow.count({ where: { creatorId } }),
  ]);
  const paidBy = new Map(paid.map((row) => [row.streamId, row._sum]));
  const tipsBy = new Map(tips.map((row) => [row.streamId, row._sum.amount]));
  const streams = rows.map((row) => {
    const sums = paidBy.get(row.id);
    const given = tipsBy.get(row.id);
    return {
      ...cardOf(row),
      earned: sums?.amount ? amountOf(sums.amount) : amount(0n),
      paidSeconds: sums?.secondsPaid ?? 0n,
      tips: given ? amountOf(given) : amount(0n),
    };
  });
  const figures = {
    earned: amount(streams.reduce((sum, stream) => sum + stream.earned + stream.tips, 0n)),
    paidSeconds: streams.reduce((sum, stream) => sum + stream.paidSeconds, 0n),
    followers,
    viewers: streams.reduce((sum, stream) => sum + stream.totalViewers, 0),
  };
  return { figures, streams };
}

/** What the edit form starts from; one's own streams only. */
export async function readForEdit(
  { db }: Read,
  creatorId: AccountId,
  id: StreamId,
): Promise<StreamInput & { id: StreamId; status: StreamStatus }> {
  const row = await db.stream.findFirst({ where: { id, creatorId }, select: editSelect });
  if (!row) throw new DomainError('notFound');
  return { ...row, id: row.id as StreamId, ratePerSecond: amountOf(row.ratePerSecond) };
}

const editSelect = {
  id: true,
  status: true,
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
} as const satisfies Prisma.StreamSelect;

/** The categories to choose from, in their order. */
export function readCategories({ db }: Read): Promise<{ slug: string; name: string }[]> {
  return db.category.findMany({ select: { slug: true, name: true }, orderBy: { position: 'asc' } });
}
