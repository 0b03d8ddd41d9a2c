import { type Amount } from '../../../sdk/money';
import { type H160, type Hex, type VoucherDomain } from '../../../sdk/voucher';
import { preventDeletion } from '../../identity/lock';
import { later } from '../../clock';
import { type Deps, type Tx } from '../../deps';
import { isUniqueViolation } from '../../map-unique-violation';
import { type AccountId, type StreamId, type ViewingId } from '../../ids';
import { stored } from '../../money';
import { lowerLimit, readBudget } from '../metering/budget';
import { type StreamAccess } from './check-access';
import { carryOverUnpaid, type OpeningState } from './carry-over-unpaid';
import { resolvePayment, type PaymentSource, type PaymentObstacle } from './resolve-payment';
import { limitNetwork, reservePlace } from './places';
import { previewLeft } from './preview';
import { GRACE_MS, type PreviewLeft } from '../types';

/** Who comes in, and on what terms. */
export interface Asking {
  accountId: AccountId | null;
  wallet: H160 | null;
  keys: readonly Hex[];
  limit: Amount | null;
  domain: VoucherDomain | null;
  /** Their place in the line before a full stream. */
  waiting: string | null;
  /** Where they come from, and by what device: hashed. */
  network: string;
  device: string;
}

/** A new viewing; `means` is null where nothing is to be paid. */
export interface Admitted extends OpeningState {
  id: ViewingId;
  seat: string;
  means: PaymentSource | PaymentObstacle | null;
  noPreview: PreviewLeft['why'];
  /** What the account agreed to in this stream. */
  limit: Amount | null;
}

/**
 * The one place of this account in this stream, or of this purse with this creator, is taken by
 * another viewing.
 */
export class PlaceTaken extends Error {
  override readonly name = 'PlaceTaken';
  constructor(readonly inTheWay: ViewingId[]) {
    super('another viewing is open');
  }
}

/**
 * Writes the viewing, with all that it stands on held until it is written: that the stream is live
 * and has room, and that the purse can pay. Of two at the same moment the index lets one in.
 */
export async function admit(deps: Deps, door: StreamAccess, asking: Asking): Promise<Admitted> {
  let means: PaymentSource | PaymentObstacle | null = null;
  try {
    return await deps.db.$transaction(async (tx) => {
      // an account that is being deleted gets no viewing, and a viewing that is being written is
      // ended by the deletion
      if (asking.accountId !== null) await preventDeletion(tx, asking.accountId);
      await reservePlace(tx, deps, door, asking);
      means = door.free ? null : await resolvePayment(tx, deps, { ...asking, rate: door.rate, payee: door.payee });
      return { ...(await write(tx, deps, door, asking, means)), means, limit: await limitOf(tx, deps, door, asking) };
    });
  } catch (error) {
    const inTheWay = isUniqueViolation(error)
      ? await whoIsInTheWay(deps, door.streamId, asking.accountId, means)
      : null;
    throw inTheWay ? new PlaceTaken(inTheWay) : error;
  }
}

const NO_PREVIEW: PreviewLeft = { ms: 0, why: null };
const NOTHING_OWED: OpeningState = { unpaidMs: 0, graceMs: GRACE_MS };

async function write(
  tx: Tx,
  { clock }: Deps,
  door: StreamAccess,
  { accountId, network, device }: Asking,
  means: PaymentSource | PaymentObstacle | null,
): Promise<Pick<Admitted, 'id' | 'seat' | 'noPreview' | keyof OpeningState>> {
  const now = clock.now();
  const { streamId } = door;
  if (accountId === null || (!door.free && !door.onDemand && door.previewSeconds > 0))
    await limitNetwork(tx, { clock }, streamId, accountId, network);
  const preview =
    door.free || door.onDemand ? NO_PREVIEW : await previewLeft(tx, door, { accountId, network, device }, now);
  const payer = means && !('needs' in means) ? payerOf(means) : null;
  const { viewer, purseNonce, payee } = payer ?? {};
  const beginning =
    !door.onDemand && accountId && viewer && payee && purseNonce !== undefined
      ? await carryOverUnpaid(tx, { accountId, viewer, purseNonce, payee, network }, now)
      : NOTHING_OWED;
  const { id, seat } = await tx.viewing.create({
    data: {
      streamId,
      accountId,
      joinedAt: now,
      lastSeenAt: now,
      previewUntil: preview.ms > 0 ? later(now, preview.ms) : null,
      network,
      device,
      ...beginning,
      ...payer,
    },
    select: { id: true, seat: true },
  });
  return { id: id as ViewingId, seat, noPreview: preview.why, ...beginning };
}

/** The limit that is kept for this account in this stream, or the lower one that it comes with. */
async function limitOf(
  tx: Tx,
  deps: Deps,
  { streamId, free }: StreamAccess,
  { accountId, limit }: Asking,
): Promise<Amount | null> {
  if (accountId === null || free) return null;
  if (limit !== null) await lowerLimit(tx, deps, accountId, streamId, limit);
  return (await readBudget(tx, accountId, streamId)).limit;
}

function payerOf({ viewer, purseNonce, key: purseKey, creator: payee, base }: PaymentSource) {
  return { viewer, purseNonce, purseKey, payee, baseSeconds: base.seconds, baseAmount: stored(base.amount) };
}

async function whoIsInTheWay(
  { db }: Deps,
  streamId: StreamId,
  accountId: AccountId | null,
  means: PaymentSource | PaymentObstacle | null,
): Promise<ViewingId[]> {
  const pair =
    means && !('needs' in means) ? [{ viewer: means.viewer, purseNonce: means.purseNonce, payee: means.creator }] : [];
  const own = accountId ? [{ streamId, accountId }] : [];
  const rows = await db.viewing.findMany({ where: { leftAt: null, OR: [...own, ...pair] }, select: { id: true } });
  return rows.map(({ id }) => id as ViewingId);
}
