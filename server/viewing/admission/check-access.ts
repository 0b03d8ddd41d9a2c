import { type Amount } from '../../../sdk/money';
import { type ErrorCode } from '../../../sdk/error-codes';
import { type H160 } from '../../../sdk/voucher';
import { bansOf } from '../../access/bans';
import { knownTo, type Pass, rewindableFor, watchableFor } from '../../access/visibility';
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
  /** A video: it is played from what is kept, and not in a room. */
  onDemand: boolean;
}

/** What somebody brings to a door. */
export interface Entry {
  pass?: Pass | null | undefined;
  adult?: boolean;
}

/**
 * Lets somebody in, or says why not. What cannot be seen from outside (whether a private stream is
 * there) is not told.
 */
export async function checkAccess(
  deps: Pick<Deps, 'db' | 'clock'>,
  accountId: AccountId | null,
  id: StreamId,
  { pass = null, adult = false }: Entry = {},
  status: 'live' | 'recorded' = 'live',
): Promise<StreamAccess> {
  const { db, clock } = deps;
  const stream = await db.stream.findFirst({
    where: {
      AND: [
        status === 'live'
          ? watchableFor(accountId, pass)
          : { OR: [watchableFor(accountId, pass), rewindableFor(accountId, pass)] },
        { id },
      ],
    },
    select: {
      creatorId: true,
      status: true,
      mature: true,
      ratePerSecond: true,
      previewSeconds: true,
      payee: true,
      video: { select: { status: true, source: { select: { mature: true } } } },
    },
  });
  if (!stream) throw new DomainError(await whatIsMissing(db, accountId, id));
  if (stream.status !== status) throw new DomainError(status === 'live' ? 'streamNotLive' : 'notFound');
  const bans = accountId && bansOf(accountId, stream.creatorId, clock.now());
  if (bans && (await db.restriction.findFirst({ where: bans }))) throw new DomainError('banned');
  const own = stream.creatorId === accountId;
  // what still comes in is for no more people than its stream
  const mature = stream.mature || (stream.video?.status !== 'ready' && stream.video?.source?.mature === true);
  if (mature && !own && !adult && !(await isAdult(db, accountId))) throw new DomainError('adultsOnly');
  const rate = amountOf(stream.ratePerSecond);
  const { previewSeconds, payee } = stream;
  const onDemand = status === 'recorded';
  return { streamId: id, rate, payee: payee as H160 | null, previewSeconds, free: own || rate === 0n, onDemand };
}

/** Before whose door somebody may stand, of that they are told what opens it. */
async function whatIsMissing(db: Db, accountId: AccountId | null, id: StreamId): Promise<ErrorCode> {
  const known = await db.stream.findFirst({
    where: { AND: [knownTo(accountId), { id }] },
    select: { visibility: true },
  });
  if (!known) return 'notFound';
  return known.visibility === 'password' ? 'passwordNeeded' : 'followersOnly';
}

async function isAdult(db: Db, accountId: AccountId | null): Promise<boolean> {
  return accountId !== null && (await db.account.count({ where: { id: accountId, adultAt: { not: null } } })) > 0;
}
