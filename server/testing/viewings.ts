import { amount, type Amount } from '../../sdk/money';
import { type Voucher } from '../../sdk/voucher';
import { compareWithChain } from '../chain/compare';
import { followChain } from '../chain/follow';
import { later, SECOND } from '../clock';
import { type StreamId, type ViewingId } from '../ids';
import { type Limits } from '../ledger';
import { amountOf, stored } from '../money';
import { type PayInput } from '../viewing/input';
import { makePayer, makePurse, makeStream, UNIT, type Payer } from './factories';
import { type TestDeps } from './harness';

/** A second of the streams in these tests: 0.01. */
export const RATE = amount(UNIT / 100n);

export interface ViewingInput {
  viewer?: Payer;
  creator?: Payer;
  rate?: Amount;
  limit?: Amount | null;
  previewSeconds?: number;
  /** For the viewer's purse, if none is open yet. */
  purse?: Partial<Limits & { deposit: Amount }>;
}

/** An open viewing with a purse that can pay for it, as joining leaves it in the tables. */
export interface MadeViewing {
  id: ViewingId;
  seat: string;
  room: StreamId;
  viewer: Payer;
  creator: Payer;
  /**
   * The voucher for the viewing's so many first seconds, as the viewer sends it; `change` is signed
   * with it.
   */
  sign(seconds: bigint, change?: Partial<Voucher>, by?: Payer['key']): PayInput;
}

let seeds = 100;

/**
 * Opens a purse where none is, reads the chain, and joins. A pair's next viewing counts on from its
 * newest voucher.
 */
export async function makeViewing(deps: TestDeps, input: ViewingInput = {}): Promise<MadeViewing> {
  const { db, ledger, clock } = deps;
  const { rate = RATE, limit = null, previewSeconds = 0 } = input;
  const viewer = input.viewer ?? (await makePayer(deps, (seeds += 1)));
  const creator = input.creator ?? (await makePayer(deps, (seeds += 1)));
  if ((await db.chainCursor.count()) === 0) await compareWithChain(deps);
  if (!(await ledger.purse(viewer.h160))) await makePurse(deps, viewer, input.purse);
  await followChain(deps);
  const { nonce: purseNonce, present } = (await ledger.purse(viewer.h160))!;
  const pair = { viewer: viewer.h160, purseNonce, key: present.key, creator: creator.h160 };
  const newest = await db.voucher.findUnique({ where: { viewer_purseNonce_key_creator: pair } });
  const extras = newest ? amountOf(newest.extras) : amount(0n);
  const base = { seconds: newest?.seconds ?? 0n, amount: newest ? amountOf(newest.amount) : amount(0n), extras };
  const live = { status: 'live' as const, ratePerSecond: stored(rate), payee: creator.h160, previewSeconds };
  const known = await db.stream.findFirst({ where: { creatorId: creator.id, status: 'live' } });
  const stream = known ?? (await makeStream(deps, { creatorId: creator.id, ...live }));
  const now = clock.now();
  const row = await db.viewing.create({
    data: {
      streamId: stream.id,
      accountId: viewer.id,
      joinedAt: now,
      lastSeenAt: now,
      previewUntil: previewSeconds ? later(now, previewSeconds * SECOND) : null,
      viewer: viewer.h160,
      purseNonce,
      purseKey: present.key,
      payee: creator.h160,
      baseSeconds: base.seconds,
      baseAmount: stored(base.amount),
    },
  });
  if (limit !== null)
    await db.budget.create({
      data: { accountId: viewer.id, streamId: stream.id, spendingLimit: stored(limit), updatedAt: now },
    });
  return {
    id: row.id as ViewingId,
    seat: row.seat,
    room: stream.id as StreamId,
    viewer,
    creator,
    sign(seconds, change, by = viewer.key) {
      const said = { seconds: base.seconds + seconds, amount: amount(base.amount + rate * seconds), extras };
      const voucher = by.signVoucher(ledger.domain, { ...pair, ...said, ...change });
      const { amount: value, signature } = voucher;
      return {
        viewing: row.id as ViewingId,
        seconds: voucher.seconds,
        amount: value,
        extras: voucher.extras,
        signature,
      };
    },
  };
}
