import { isRestrictionInForce } from '../access/bans';
import { type Deps, type Origin, type Tx } from '../deps';
import { DomainError } from '../errors';
import { type AccountId, type StreamId } from '../ids';
import { limit } from '../limits/take';
import { findViewing, holdStage } from './hold';

/**
 * Raises a viewer's hand. Raised twice it is one hand; who is kept out of the chat or the streams
 * is refused. Whom the creator blocked is not told so: their hand is shown to nobody.
 */
export async function raiseHand(
  deps: Pick<Deps, 'db' | 'clock'>,
  accountId: AccountId,
  origin: Origin,
  streamId: StreamId,
): Promise<void> {
  await limit(deps, 'raiseHand', origin, accountId);
  const now = deps.clock.now();
  await deps.db.$transaction(async (tx) => {
    await holdStage(tx, streamId);
    await refuseRestricted(tx, now, streamId, accountId);
    const viewingId = await findViewing(tx, now, streamId, accountId);
    await tx.stageGuest.createMany({ data: { streamId, viewingId, accountId, raisedAt: now }, skipDuplicates: true });
  });
}

async function refuseRestricted(tx: Tx, now: Date, streamId: StreamId, accountId: AccountId): Promise<void> {
  const given = await tx.$queryRaw<{ kind: string }[]>`
    SELECT r.kind::text FROM restrictions r JOIN streams t ON t.creator_id = r.creator_id
    WHERE t.id = ${streamId}::uuid AND r.account_id = ${accountId}::uuid AND ${isRestrictionInForce(now)}`;
  if (given.some(({ kind }) => kind === 'ban')) throw new DomainError('banned');
  if (given.length > 0) throw new DomainError('keptFromStage');
}
