import { type Amount } from '../../../sdk/money';
import { type H160 } from '../../../sdk/voucher';
import { bansOf } from '../../access/bans';
import { reachableFor, watchableFor } from '../../access/visibility';
import { type Db, type Deps } from '../../deps';
import { DomainError } from '../../errors';
import { type AccountId, type StreamId } from '../../ids';
import { amountOf } from '../../money';

/** A stream that somebody may join. */
export interface StreamAccess {
  streamId: StreamId;
  rate: Amount;
  payee: H160 | null;
  previewSeconds: number;
  /** Nothing is to be paid: it costs nothing, or it is one's own. */
  free: boolean;
}

/**
 * Lets somebody in, or says why not. What cannot be seen from outside (whether a private stream is
 * there) is not told.
 */
export async function checkAccess(
  deps: Pick<Deps, 'db' | 'clock'>,
  accountId: AccountId | null,
  id: StreamId,
): Promise<StreamAccess> {
  const { db, clock } = deps;
  const stream = await db.stream.findFirst({
    where: { AND: [watchableFor(accountId), { id }] },
    select: { creatorId: true, status: true, ratePerSecond: true, previewSeconds: true, payee: true },
  });
  if (!stream) throw new DomainError((await isReachable(db, accountId, id)) ? 'followersOnly' : 'notFound');
  if (stream.status !== 'live') throw new DomainError('streamNotLive');
  const bans = accountId && bansOf(accountId, stream.creatorId, clock.now());
  if (bans && (await db.restriction.findFirst({ where: bans }))) throw new DomainError('banned');
  const own = stream.creatorId === accountId;
  const rate = amountOf(stream.ratePerSecond);
  const { previewSeconds, payee } = stream;
  return { streamId: id, rate, payee: payee as H160 | null, previewSeconds, free: own || rate === 0n };
}

/** Whether its page may be opened: then only following its creator is missing. */
async function isReachable(db: Db, accountId: AccountId | null, id: StreamId): Promise<boolean> {
  return (await db.stream.count({ where: { AND: [reachableFor(accountId), { id }] } })) > 0;
}
