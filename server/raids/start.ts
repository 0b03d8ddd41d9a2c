import { record } from '../audit/record';
import { endBroadcast } from '../broadcast/end';
import { readBroadcast } from '../broadcast/state';
import { type Deps, type Origin, type Tx } from '../deps';
import { DomainError } from '../errors';
import { type AccountId, type StreamId } from '../ids';
import { limit } from '../limits/take';
import { insertMessage, type NewMessage, tellStored } from '../messages/store';
import { personOf, personSelect } from '../names/person';
import { raidable } from './targets';

/** Which stream's viewers are sent where, and what is said to them. */
export interface RaidWish {
  from: StreamId;
  to: StreamId;
  word: string;
}

/**
 * Ends a stream and leaves its viewers the way to another one. Asked a second time, it finishes
 * what a lost answer or a crash left undone, and changes nothing else.
 */
export async function startRaid(
  deps: Deps,
  creatorId: AccountId,
  origin: Origin,
  { from, to, word }: RaidWish,
): Promise<void> {
  const { db, clock } = deps;
  const { status, viewers } = await readBroadcast(deps, creatorId, from);
  if (status === 'ended' && (await db.raid.count({ where: { fromId: from, toId: to } })) === 1) return;
  if (status !== 'live') throw new DomainError('streamNotLive');
  await limit(deps, 'raid', origin, creatorId);
  const welcome = await db.$transaction(async (tx) => {
    const target = await tx.stream.findFirst({
      where: { AND: [raidable(creatorId, clock.now()), { id: to }] },
      select: { creatorId: true, startedAt: true },
    });
    if (!target) throw new DomainError('raidTarget');
    // held until this is written: whoever ends the stream meanwhile ends it with its raid
    const held = await tx.$queryRaw<unknown[]>`
      SELECT 1 FROM streams WHERE id = ${from}::uuid AND status = 'live' FOR SHARE`;
    if (held.length === 0) throw new DomainError('streamNotLive');
    const begun = await tx.raid.count({ where: { fromId: from } });
    const raid = { toId: to, word, viewers, at: clock.now() };
    await tx.raid.upsert({ where: { fromId: from }, create: { fromId: from, ...raid }, update: raid });
    await record(tx, deps, { actorId: creatorId, action: 'stream.raided', subject: `stream:${from}`, detail: { to } });
    if (begun > 0) return null;
    const chat = { ...target, id: to };
    return { chat, stored: await insertMessage(tx, deps, chat, await noticeOf(tx, creatorId, from, viewers)) };
  });
  await endBroadcast(deps, creatorId, from);
  if (welcome) await tellStored(deps, welcome.chat, welcome.stored);
}

/** What the chat of the other stream says of those who come. */
async function noticeOf(tx: Tx, creatorId: AccountId, from: StreamId, viewers: number): Promise<NewMessage> {
  const { displayName } = personOf(
    await tx.account.findUniqueOrThrow({ where: { id: creatorId }, select: personSelect }),
  );
  const whom = viewers === 0 ? 'viewers' : viewers === 1 ? 'a viewer' : `${viewers} viewers`;
  const body = `${displayName} sends ${whom} over.`;
  return { kind: 'notice', authorId: creatorId, clientId: from, body, replyToId: null, mentions: [] };
}
