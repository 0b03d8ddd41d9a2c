import { record } from '../audit/record';
import { type Deps, type Tx } from '../deps';
import { DomainError } from '../errors';
import { type HoldReason } from '../generated/prisma/enums';
import { type AccountId, type StreamId } from '../ids';
import { personOf, personSelect, type Person } from '../streams/cards';
import { requireKeeper } from './people';

/** So many of one person's messages wait in a channel at most. */
const MOST_OF_ONE = 5;
/** As many as a page shows, oldest first. */
const PAGE = 100;

/** A message that is to wait, and what it was to answer. */
export interface ToHold {
  streamId: StreamId;
  channelId: AccountId;
  authorId: AccountId;
  body: string;
  replyToId: string | null;
  reason: HoldReason;
}

/** Keeps a message back until somebody who keeps order has looked at it. */
export async function holdMessage(tx: Tx, { clock }: Pick<Deps, 'clock'>, message: ToHold): Promise<{ id: string }> {
  const { channelId, authorId } = message;
  const waiting = await tx.heldMessage.count({ where: { channelId, authorId, decidedAt: null } });
  if (waiting >= MOST_OF_ONE) throw new DomainError('tooManyHeld');
  return tx.heldMessage.create({ data: { ...message, heldAt: clock.now() }, select: { id: true } });
}

/** A message that waits. */
export interface HeldLine {
  id: string;
  stream: { id: string; title: string };
  author: Person;
  body: string;
  reason: HoldReason;
  heldAt: Date;
}

/** What waits in a channel, longest first. */
export async function readHeld({ db }: Pick<Deps, 'db'>, channelId: AccountId): Promise<HeldLine[]> {
  const rows = await db.heldMessage.findMany({
    where: { channelId, decidedAt: null },
    select: {
      id: true,
      body: true,
      reason: true,
      heldAt: true,
      stream: { select: { id: true, title: true } },
      author: { select: personSelect },
    },
    orderBy: { heldAt: 'asc' },
    take: PAGE,
  });
  return rows.map(({ author, ...row }) => ({ ...row, author: personOf(author) }));
}

/** A message as it was sent now that it may be: chat tells the room. */
export interface Released {
  id: string;
  streamId: StreamId;
  authorId: AccountId;
  body: string;
  replyToId: string | null;
}

/**
 * Lets a held message be sent, or not. It is sent as of now, so that whoever reads on from where
 * they were finds it. Of two who decide at once the second is told.
 */
export async function decideHeld(
  deps: Pick<Deps, 'db' | 'clock'>,
  actorId: AccountId,
  channelId: AccountId,
  id: string,
  approved: boolean,
): Promise<Released | null> {
  await requireKeeper(deps.db, channelId, actorId);
  return deps.db.$transaction(async (tx) => {
    const where = { id, channelId };
    const held = await tx.heldMessage.findFirst({
      where,
      select: { streamId: true, authorId: true, body: true, replyToId: true },
    });
    if (!held) throw new DomainError('notFound');
    const now = deps.clock.now();
    const { count } = await tx.heldMessage.updateMany({
      where: { ...where, decidedAt: null },
      data: { decidedAt: now, decidedById: actorId, approved },
    });
    if (count === 0) throw new DomainError('decidedAlready');
    await record(tx, deps, {
      actorId,
      action: approved ? 'moderation.heldApproved' : 'moderation.heldRejected',
      subject: `channel:${channelId}`,
      detail: { person: held.authorId, quote: held.body },
    });
    if (!approved) return null;
    const { streamId, authorId, body, replyToId } = held;
    const sent = await tx.chatMessage.create({ data: { streamId, authorId, body, sentAt: now }, select: { id: true } });
    return { id: sent.id, streamId: streamId as StreamId, authorId: authorId as AccountId, body, replyToId };
  });
}
