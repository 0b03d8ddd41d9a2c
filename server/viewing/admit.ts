import { type Amount } from '../../sdk/money';
import { type H160, type VoucherDomain } from '../../sdk/voucher';
import { later, SECOND } from '../clock';
import { type Deps, type Tx } from '../deps';
import { DomainError } from '../errors';
import { type AccountId, type StreamId, type ViewingId } from '../ids';
import { stored } from '../money';
import { HEARD_WITHIN } from './counts';
import { type OpenDoor } from './door';
import { findMeans, type Means, type Missing } from './payment';

/** Who comes in, and on what terms. */
export interface Asking {
  accountId: AccountId | null;
  wallet: H160 | null;
  limit: Amount | null;
  domain: VoucherDomain | null;
  previewAllowed: boolean;
}

/** A new viewing; `means` is null where nothing is to be paid. */
export interface Admitted {
  id: ViewingId;
  seat: string;
  means: Means | Missing | null;
}

/** The one place of this account in this stream, or of this purse with this creator, is taken by another viewing. */
export class PlaceTaken extends Error {
  override readonly name = 'PlaceTaken';
  constructor(readonly inTheWay: ViewingId[]) {
    super('another viewing is open');
  }
}

/**
 * Writes the viewing, with all that it stands on held until it is written: that the stream is live and has room, and that the purse can
 * pay. Of two at the same moment the index lets one in.
 */
export async function admit(deps: Deps, door: OpenDoor, asking: Asking): Promise<Admitted> {
  let means: Means | Missing | null = null;
  try {
    return await deps.db.$transaction(async (tx) => {
      await holdStream(tx, deps, door.streamId, asking.accountId);
      means = door.free ? null : await findMeans(tx, deps, { ...asking, rate: door.rate, payee: door.payee });
      return { ...(await write(tx, deps, door, asking, means)), means };
    });
  } catch (error) {
    const inTheWay = isTaken(error) ? await whoIsInTheWay(deps, door.streamId, asking.accountId, means) : null;
    throw inTheWay ? new PlaceTaken(inTheWay) : error;
  }
}

/** A stream that ends waits until whoever is coming in is in, and then ends their viewing too; with a limit, one comes in after the other. */
async function holdStream(tx: Tx, { clock }: Deps, id: StreamId, accountId: AccountId | null): Promise<void> {
  const [live] = await tx.$queryRaw<{ viewer_limit: number | null; creator_id: string }[]>`
    SELECT viewer_limit, creator_id FROM streams WHERE id = ${id}::uuid AND status = 'live' FOR SHARE`;
  if (!live) throw new DomainError('streamNotLive');
  if (live.viewer_limit === null || live.creator_id === accountId) return;
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${id}, 0))::text`;
  const present = await tx.viewing.count({
    where: {
      ...{ streamId: id, leftAt: null, lastSeenAt: { gt: later(clock.now(), -HEARD_WITHIN) } },
      OR: [{ accountId: null }, { accountId: { not: live.creator_id } }],
    },
  });
  if (present >= live.viewer_limit) throw new DomainError('streamFull');
}

async function write(
  tx: Tx,
  { clock }: Deps,
  { streamId, previewSeconds }: OpenDoor,
  { accountId, limit, previewAllowed }: Asking,
  means: Means | Missing | null,
): Promise<Pick<Admitted, 'id' | 'seat'>> {
  const now = clock.now();
  const left = previewAllowed ? previewSeconds * SECOND - (await previewUsed(tx, streamId, accountId, now)) : 0;
  const { id, seat } = await tx.viewing.create({
    data: {
      ...{ streamId, accountId, joinedAt: now, lastSeenAt: now },
      previewUntil: left > 0 ? later(now, left) : null,
      spendingLimit: limit === null ? null : stored(limit),
      ...(means && !('needs' in means) ? payerOf(means) : {}),
    },
    select: { id: true, seat: true },
  });
  return { id: id as ViewingId, seat };
}

function payerOf({ viewer, purseNonce, creator: payee, base }: Means) {
  return { viewer, purseNonce, payee, baseSeconds: base.seconds, baseAmount: stored(base.amount) };
}

/** How many milliseconds of the preview this account has had: each time from joining to leaving, whether it looked or not. */
async function previewUsed(tx: Tx, streamId: StreamId, accountId: AccountId | null, now: Date): Promise<number> {
  if (accountId === null) return 0;
  const [row] = await tx.$queryRaw<{ used: number }[]>`
    SELECT coalesce(sum(ceil(extract(epoch FROM least(preview_until, left_at, ${now}::timestamptz) - joined_at) * 1000)), 0)::float8 AS used
    FROM viewings
    WHERE stream_id = ${streamId}::uuid AND account_id = ${accountId}::uuid AND preview_until IS NOT NULL`;
  return row?.used ?? 0;
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'P2002';
}

async function whoIsInTheWay(
  { db }: Deps,
  streamId: StreamId,
  accountId: AccountId | null,
  means: Means | Missing | null,
): Promise<ViewingId[]> {
  const pair =
    means && !('needs' in means) ? [{ viewer: means.viewer, purseNonce: means.purseNonce, payee: means.creator }] : [];
  const own = accountId ? [{ streamId, accountId }] : [];
  const rows = await db.viewing.findMany({ where: { leftAt: null, OR: [...own, ...pair] }, select: { id: true } });
  return rows.map(({ id }) => id as ViewingId);
}
