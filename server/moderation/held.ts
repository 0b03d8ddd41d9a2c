import { record } from '../audit/record';
import { type Deps, type Tx } from '../deps';
import { DomainError } from '../errors';
import { type HoldReason } from '../generated/prisma/enums';
import { type AccountId, type MessageId, type StreamId } from '../ids';
import { type ChatLine } from '../messages/line';
import { resolveMentions } from '../messages/mentions';
import { insertMessage, tellStored } from '../messages/store';
import { personOf, personSelect, type Person } from '../names/person';
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
  /** What its author's page called it: the same one again is the same message. */
  clientId: string;
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

/**
 * Lets a held message be sent, or not. It is sent as of now, so that whoever reads on from where
 * they were finds it. Of two who decide at once the second is told.
 */
export async function decideHeld(
  deps: Pick<Deps, 'db' | 'clock' | 'rooms' | 'timers' | 'log' | 'jobs'>,
  actorId: AccountId,
  channelId: AccountId,
  id: string,
  approved: boolean,
): Promise<ChatLine | null> {
  const { db, clock } = deps;
  await requireKeeper(db, channelId, actorId);
  const where = { id, channelId };
  const held = await db.heldMessage.findFirst({
    where,
    select: {
      authorId: true,
      clientId: true,
      body: true,
      replyToId: true,
      stream: { select: { id: true, creatorId: true, startedAt: true } },
    },
  });
  if (!held) throw new DomainError('notFound');
  const { stream, ...message } = held;
  const chat = { ...stream, id: stream.id as StreamId };
  const mentions = approved ? await resolveMentions(db, held.body) : [];
  const stored = await db.$transaction(async (tx) => {
    const { count } = await tx.heldMessage.updateMany({
      where: { ...where, decidedAt: null },
      data: { decidedAt: clock.now(), decidedById: actorId, approved },
    });
    if (count === 0) throw new DomainError('decidedAlready');
    await record(tx, deps, {
      actorId,
      action: approved ? 'moderation.heldApproved' : 'moderation.heldRejected',
      subject: `channel:${channelId}`,
      detail: { person: held.authorId, quote: held.body },
    });
    if (!approved) return null;
    const sent = { ...message, authorId: held.authorId as AccountId, replyToId: held.replyToId as MessageId | null };
    return insertMessage(tx, deps, chat, { ...sent, mentions });
  });
  return stored && tellStored(deps, chat, stored);
}
