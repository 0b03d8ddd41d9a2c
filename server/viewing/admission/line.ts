import { later } from '../../clock';
import { type Deps, type Tx } from '../../deps';
import { DomainError } from '../../errors';
import { type AccountId, type StreamId } from '../../ids';
import { type Visitor } from '../../identity/visitor';
import { limit } from '../../limits/take';
import { countAhead, WAITS_WITHIN } from './ahead';
import { checkAccess } from './check-access';
import { lockPlaces, placesTaken } from './places';
import { networkName } from './origin-name';

/** So many from one network without an account: a line of made-up people moves nobody back. */
const UNKNOWN_FROM_A_NETWORK = 4;

/** Where somebody stands in the line before a full stream. */
export interface PlaceInLine {
  id: string;
  /** 1 is the next one. */
  position: number;
  /** There is room now: whoever joins with this place comes in. */
  open: boolean;
}

type Way = { streamId: StreamId; pass?: string | null | undefined; adult?: boolean };

/**
 * Stands in line for a stream that has as many viewers as it takes. Nothing is paid here. Whoever
 * stands in it already, by their account, keeps their place.
 */
export async function takePlaceInLine(deps: Deps, visitor: Visitor, way: Way): Promise<PlaceInLine> {
  const accountId = visitor.signedIn?.accountId ?? null;
  const { streamId } = way;
  const network = networkName(visitor.origin.ipAddress);
  await limit(deps, 'waiting', visitor.origin, accountId ?? `${network} ${streamId}`);
  await checkAccess(deps, accountId, streamId, way);
  return deps.db.$transaction(async (tx) => {
    await lockPlaces(tx, streamId);
    const now = deps.clock.now();
    const gone = { seenAt: { lte: later(now, -WAITS_WITHIN) } };
    await tx.waitingPlace.deleteMany({ where: { streamId, ...gone } });
    const mine =
      accountId && (await tx.waitingPlace.findFirst({ where: { streamId, accountId }, select: { id: true } }));
    if (mine) return lookAhead(tx, now, { id: mine.id, streamId, accountId });
    const others = { streamId, network, accountId: null };
    if (!accountId && (await tx.waitingPlace.count({ where: others })) >= UNKNOWN_FROM_A_NETWORK)
      throw new DomainError('networkCrowded', 30);
    const data = { streamId, accountId, network, since: now, seenAt: now };
    const { id } = await tx.waitingPlace.create({ data, select: { id: true } });
    return lookAhead(tx, now, { id, streamId, accountId });
  });
}

/** Says that somebody still waits, and tells where they stand now. */
export async function keepPlaceInLine({ db, clock }: Deps, id: string): Promise<PlaceInLine> {
  return db.$transaction(async (tx) => {
    const now = clock.now();
    const { count } = await tx.waitingPlace.updateMany({
      where: { id, seenAt: { gt: later(now, -WAITS_WITHIN) } },
      data: { seenAt: now },
    });
    const place = count > 0 ? await tx.waitingPlace.findUnique({ where: { id } }) : null;
    if (!place) throw new DomainError('notInLine');
    return lookAhead(tx, now, {
      id,
      streamId: place.streamId as StreamId,
      accountId: place.accountId as AccountId | null,
    });
  });
}

/** Gives the place up; everybody behind it is one nearer. */
export async function leaveLine({ db }: Pick<Deps, 'db'>, id: string): Promise<void> {
  await db.waitingPlace.deleteMany({ where: { id } });
}

async function lookAhead(
  tx: Tx,
  now: Date,
  { id, streamId, accountId }: { id: string; streamId: StreamId; accountId: AccountId | null },
): Promise<PlaceInLine> {
  const ahead = await countAhead(tx, streamId, now, { accountId, waiting: id });
  const stream = await tx.stream.findUnique({ where: { id: streamId }, select: { viewerLimit: true, status: true } });
  if (stream?.status !== 'live') throw new DomainError('streamNotLive');
  const room = stream.viewerLimit === null ? Infinity : stream.viewerLimit - (await placesTaken(tx, streamId, now));
  return { id, position: ahead + 1, open: room > ahead };
}
