import { amountOf } from '../money';
import { later, SECOND } from '../clock';
import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { type Prisma } from '../generated/prisma/client';
import { type StreamId, type ViewingId } from '../ids';
import { type Phase } from '../../sdk/protocol';

/** What of a viewing's row tells where it stands. */
const rowSelect = {
  id: true,
  streamId: true,
  seat: true,
  accountId: true,
  status: true,
  leftAt: true,
  endReason: true,
  previewUntil: true,
  secondsPaid: true,
  amount: true,
  viewer: true,
  stage: { where: { cameAt: { not: null }, endedAt: null }, select: { muted: true } },
  stream: { select: { ratePerSecond: true, creatorId: true, currentViewers: true, silentSince: true } },
} as const satisfies Prisma.ViewingSelect;

export type ViewingRow = Prisma.ViewingGetPayload<{ select: typeof rowSelect }>;

/** A viewing by its id; one that was guessed is not there. */
export async function readViewing({ db }: Pick<Deps, 'db'>, id: ViewingId): Promise<ViewingRow> {
  const row = await db.viewing.findUnique({ where: { id }, select: rowSelect });
  if (!row) throw new DomainError('notFound');
  return row;
}

/** Its viewer was heard: nobody takes them for gone. Nothing happens to one that is over. */
export async function touchRow({ db, clock }: Pick<Deps, 'db' | 'clock'>, id: ViewingId): Promise<void> {
  const now = clock.now();
  // whoever was heard a moment ago is not written again
  const where = { id, leftAt: null, lastSeenAt: { lt: later(now, -SECOND) } };
  await db.viewing.updateMany({ where, data: { lastSeenAt: now } });
}

export const seatOf = ({ streamId, seat }: Pick<ViewingRow, 'streamId' | 'seat'>) => ({
  room: streamId as StreamId,
  seat,
});

/** Where a viewing stands by its row alone: for those without a meter it is the whole truth. */
export function phaseOfRow(row: ViewingRow, now: Date): Phase {
  const { leftAt, endReason, previewUntil, status, stream, accountId, stage } = row;
  if (leftAt) return { kind: 'over', why: endReason ?? 'left' };
  const [guest] = stage;
  if (guest) return { kind: 'onStage', muted: guest.muted };
  if (amountOf(stream.ratePerSecond) === 0n || stream.creatorId === accountId) return { kind: 'free' };
  if (status === 'metered') return { kind: 'paying' };
  if (status === 'admitted' && previewUntil && now < previewUntil) return { kind: 'preview', until: previewUntil };
  return { kind: 'unpaid' };
}
