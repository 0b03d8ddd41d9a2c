import { type Amount } from '../../../sdk/money';
import { type H160 } from '../../../sdk/voucher';
import { type Deps } from '../../deps';
import { DomainError } from '../../errors';
import { isFollowing } from '../../follows/follow';
import { type Prisma } from '../../generated/prisma/client';
import { type AccountId, type StreamId } from '../../ids';
import { amountOf } from '../../money';
import { reachableFor } from '../../streams/access';

/** A stream that somebody may join. */
export interface StreamAccess {
  streamId: StreamId;
  rate: Amount;
  payee: H160 | null;
  previewSeconds: number;
  /** Nothing is to be paid: it costs nothing, or it is one's own. */
  free: boolean;
}

/** Lets somebody in, or says why not. What cannot be seen from outside (whether a private stream is there) is not told. */
export async function checkAccess(
  deps: Pick<Deps, 'db' | 'clock'>,
  accountId: AccountId | null,
  id: StreamId,
): Promise<StreamAccess> {
  const { db, clock } = deps;
  const stream = await db.stream.findFirst({
    where: { AND: [reachableFor(accountId), { id }] },
    select: {
      creatorId: true,
      status: true,
      visibility: true,
      ratePerSecond: true,
      previewSeconds: true,
      payee: true,
      invites: { where: { accountId: accountId ?? NOBODY }, select: { accountId: true } },
    },
  });
  if (!stream) throw new DomainError('notFound');
  const own = stream.creatorId === accountId;
  const invited = own || stream.invites.length > 0;
  if (stream.visibility === 'followers' && !invited && !(await isFollowing({ db }, accountId, stream.creatorId)))
    throw new DomainError('followersOnly');
  if (stream.status !== 'live') throw new DomainError('streamNotLive');
  const ban = accountId && (await db.restriction.findFirst({ where: banOf(stream.creatorId, accountId, clock.now()) }));
  if (ban) throw new DomainError('banned');
  const rate = amountOf(stream.ratePerSecond);
  const { previewSeconds, payee } = stream;
  return { streamId: id, rate, payee: payee as H160 | null, previewSeconds, free: own || rate === 0n };
}

const NOBODY = '00000000-0000-0000-0000-000000000000';

/** A ban that is in force. */
function banOf(creatorId: string, accountId: AccountId, now: Date): Prisma.RestrictionWhereInput {
  const lasting = [{ endsAt: null }, { endsAt: { gt: now } }];
  return { creatorId, accountId, kind: 'ban', liftedAt: null, OR: lasting };
}
