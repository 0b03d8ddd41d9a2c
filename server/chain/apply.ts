import { amount, type Amount } from '../../sdk/money';
import { bytesOf, type H160 } from '../../sdk/voucher';
import { type Deps, type Tx } from '../deps';
import { isForGood, type BlockOfEvents, type ContractEvent, type Limits } from '../ledger';
import { amountOf, stored } from '../money';
import { eventData } from './event-data';
import { lockRows, lockVoucherRows, type Place } from './lock-rows';

type Event<Kind extends ContractEvent['kind']> = Extract<ContractEvent, { kind: Kind }>;

/**
 * Writes down what a block says, in its order. An event that is in the table already was applied
 * with it, in the same transaction, so it is passed over: applying a block twice is the same as
 * once.
 */
export async function applyBlock(
  tx: Tx,
  { clock }: Pick<Deps, 'clock'>,
  block: BlockOfEvents,
  seenAt = block.time,
): Promise<void> {
  const place = { tx, block, readAt: clock.now(), seenAt };
  await lockRows(place);
  for (const event of block.events) if (await append(place, event)) await apply(place, event);
}

async function append({ tx, block, seenAt }: Place, event: ContractEvent): Promise<boolean> {
  const { index, transaction, kind } = event;
  const viewer = 'viewer' in event ? event.viewer : null;
  const creator = 'creator' in event ? event.creator : event.kind === 'withdrawn' ? event.account : null;
  const where = { blockNumber: block.number, blockHash: block.hash, at: block.time, seenAt, index };
  const data = { ...where, transaction, kind, viewer, creator, data: eventData(event) };
  const { count } = await tx.chainEvent.createMany({ data, skipDuplicates: true });
  return count > 0;
}

/**
 * What an event changes in the tables. Those that change none are kept in chain_events and asked of
 * the chain when they matter.
 */
async function apply(place: Place, event: ContractEvent): Promise<void> {
  switch (event.kind) {
    case 'opened':
      return open(place, event);
    case 'toppedUp':
      return change(place, event, { deposit: { increment: stored(event.added) } });
    case 'rekeyed':
      return rekey(place, event);
    case 'closingRequested':
      return change(place, event, { status: 'closing', closesAt: event.closesAt });
    case 'closingCancelled':
      return change(place, event, { status: 'open', closesAt: null });
    case 'closed':
      return change(place, event, { status: 'closed', closedAt: place.block.time, paidBack: stored(event.paidBack) });
    case 'announced':
      return claim(place, event);
    case 'windowEnded':
      return change(place, event, { reserved: stored(event.reserved) });
    case 'settled':
      return settle(place, event);
    case 'skipped':
      return skip(place, event);
    case 'withdrawn':
      return payOut(place, event);
    case 'splitChanged':
    case 'distributed':
    case 'feesWithdrawn':
    case 'surplusWithdrawn':
    case 'feeChanged':
    case 'operatorChanged':
    case 'ownershipOffered':
    case 'ownershipAccepted':
    case 'tabsRemoved':
    case 'claimsCleared':
      return;
  }
}

const columnsOf = ({ maxRate, lanes, extrasAllowance, expiresAt }: Limits) => ({
  maxRate: stored(maxRate),
  lanes,
  extrasAllowance: stored(extrasAllowance),
  expiresAt,
});

async function open(place: Place, event: Event<'opened'>): Promise<void> {
  const { tx, block } = place;
  const { viewer, nonce, key, sessionKey, limits, deposit, feeBasisPoints } = event;
  const present = { key, sessionKey: bytesOf(sessionKey), ...columnsOf(limits) };
  await tx.purse.create({
    data: {
      viewer,
      nonce,
      status: 'open',
      ...present,
      deposit: stored(deposit),
      feeBasisPoints,
      openedAt: block.time,
    },
  });
  // those that this very block settles of it; nobody else can know of them
  await lockVoucherRows(place);
}

/**
 * Changes a purse that the chain opened before: when there is none, the reading began too late, and
 * nothing may go on.
 */
async function change(
  { tx, block }: Place,
  { viewer, nonce, kind }: { viewer: H160; nonce: number; kind: string },
  data: Parameters<Tx['purse']['updateMany']>[0]['data'],
): Promise<void> {
  const { count } = await tx.purse.updateMany({ where: { viewer, nonce }, data });
  if (count > 0) return;
  throw new Error(
    `Block ${block.number} says "${kind}" of a purse (${viewer}, opening ${nonce}) that no block before it opened: is CONTRACT_BLOCK too late?`,
  );
}

async function rekey(place: Place, event: Event<'rekeyed'>): Promise<void> {
  const { tx, block } = place;
  const { viewer, nonce, index, key, sessionKey, limits, oldKeyUntil } = event;
  const old = await tx.purse.findUnique({
    where: { viewer_nonce: { viewer, nonce } },
    select: { key: true, sessionKey: true, maxRate: true, lanes: true, extrasAllowance: true, expiresAt: true },
  });
  await change(place, event, { key, sessionKey: bytesOf(sessionKey), ...columnsOf(limits) });
  if (!old) return;
  const retired = { blockNumber: block.number, index, viewer, nonce, until: oldKeyUntil };
  await tx.retiredKey.create({ data: { ...retired, ...old } });
}

async function settle(place: Place, event: Event<'settled'>): Promise<void> {
  const { paid, storage } = event;
  await change(place, event, { settled: { increment: stored(paid) }, storage: { increment: stored(storage) } });
  const before = await writeTab(place, event);
  await change(place, event, {
    seconds: { increment: event.seconds - before.seconds },
    extras: { increment: (event.extras - before.extras).toString() },
  });
  await closeViewings(place, event);
  await lowerClaim(place, event);
  await noteEntry(place, event, { paid: stored(paid) });
}

/** A voucher was announced: it stands in the purse's window, whose end is told with it. */
async function claim(place: Place, event: Event<'announced'>): Promise<void> {
  const { viewer, nonce: purseNonce, key, creator, seconds, announcer, windowEndsAt } = event;
  await change(place, event, { windowEndsAt });
  const tab = { viewer, purseNonce, key, creator };
  const said = { seconds, amount: stored(event.amount), extras: stored(event.extras), announcer };
  await place.tx.claim.upsert({
    where: { viewer_purseNonce_key_creator: tab },
    create: { ...tab, ...said },
    update: said,
  });
}

/**
 * What is settled before the window's end need not be paid after it: with its last claim the window
 * is gone. After its end only the contract knows which claims are still to be paid
 * (server/settling/windows.ts asks it).
 */
async function lowerClaim({ tx, block }: Place, event: Event<'settled'>): Promise<void> {
  const { viewer, nonce: purseNonce, key, creator } = event;
  const covered = { amount: { lte: stored(event.amount) }, extras: { lte: stored(event.extras) } };
  const purse = { windowEndsAt: { gt: block.time } };
  const { count } = await tx.claim.deleteMany({ where: { viewer, purseNonce, key, creator, ...covered, purse } });
  if (count === 0 || (await tx.claim.count({ where: { viewer, purseNonce } })) > 0) return;
  await tx.purse.update({ where: { viewer_nonce: { viewer, nonce: purseNonce } }, data: { windowEndsAt: null } });
}

/**
 * Viewings that are over and of which nothing is left to settle: vouchers are cumulative, so the
 * tab covers all up to its amount.
 */
async function closeViewings(
  { tx }: Place,
  { viewer, nonce, key, creator, amount: counted }: Event<'settled'>,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE viewings SET status = 'settled'
    WHERE (viewer, purse_nonce, purse_key, payee) = (${viewer}, ${nonce}, ${key}, ${creator}) AND status = 'ended'
      AND base_amount + amount <= ${stored(counted)}::numeric`;
}

/**
 * The tab becomes what the event says, and what it was before is returned. The voucher that we hold
 * stays while it says as much, or more of one part; else the contract knows more than we do
 * (somebody else settled), and ours is worth nothing any more.
 */
async function writeTab(
  { tx, readAt }: Place,
  { viewer, nonce: purseNonce, key, creator, seconds, amount: counted, extras, paid, short }: Event<'settled'>,
): Promise<{ seconds: bigint; extras: Amount | bigint }> {
  const where = { viewer_purseNonce_key_creator: { viewer, purseNonce, key, creator } };
  const settled = { settledSeconds: seconds, settledAmount: stored(counted), settledExtras: stored(extras) };
  const told = { seconds, amount: stored(counted), extras: stored(extras), signature: null };
  const row = await tx.voucher.findUniqueOrThrow({ where });
  const [ours, oursExtras] = [amountOf(row.amount), amountOf(row.extras)];
  const saysAsMuch = ours >= counted && oursExtras >= extras;
  const holds = row.signature !== null && (saysAsMuch || ours > counted || oursExtras > extras);
  const waits = short > 0n ? { skipReason: 'Short', skippedAt: readAt } : { skipReason: null, skippedAt: null };
  await tx.voucher.update({
    where,
    data: {
      ...(holds ? {} : told),
      ...settled,
      ...waits,
      skippedForGood: false,
      paid: { increment: stored(paid) },
      runningSince: readAt,
    },
  });
  return { seconds: row.settledSeconds, extras: amountOf(row.settledExtras) };
}

/**
 * What the contract passed over waits before it is tried again, or is left for good; only when it
 * is exactly what we hold.
 */
async function skip(place: Place, event: Event<'skipped'>): Promise<void> {
  const { tx, readAt } = place;
  const { viewer, nonce, key, creator, reason, transaction } = event;
  await noteEntry(place, event, { skipReason: reason });
  await tx.$executeRaw`
    UPDATE vouchers v SET skip_reason = ${reason}, skipped_at = ${readAt}, skipped_for_good = ${isForGood(reason)}
    FROM settlement_entries e JOIN settlements s ON s.id = e.settlement_id
    WHERE s.tx_hash = ${transaction}
      AND (v.viewer, v.purse_nonce, v.key, v.creator) = (${viewer}, ${nonce}, ${key}, ${creator})
      AND (e.viewer, e.purse_nonce, e.key, e.creator) = (v.viewer, v.purse_nonce, v.key, v.creator)
      AND (e.seconds, e.amount, e.extras) = (v.seconds, v.amount, v.extras)`;
}

/**
 * Notes in a settling of ours what became of one of its vouchers. That the block holds it makes the
 * settling final, whatever we took it for.
 */
async function noteEntry(
  { tx, block, readAt }: Place,
  { transaction, viewer, key, creator, nonce: purseNonce }: Event<'settled' | 'skipped'>,
  outcome: { paid: string } | { skipReason: string },
): Promise<void> {
  const settlement = await tx.settlement.findUnique({ where: { txHash: transaction }, select: { id: true } });
  if (!settlement) return;
  const { id } = settlement;
  await tx.settlementEntry.updateMany({ where: { settlementId: id, viewer, key, creator, purseNonce }, data: outcome });
  const final = { blockNumber: block.number, blockHash: block.hash, finalizedAt: readAt, error: null };
  await tx.settlement.updateMany({
    where: { id, status: { not: 'finalized' } },
    data: { status: 'finalized', ...final },
  });
}

/** A payout is written for who has an account here; of others the event alone is kept. */
async function payOut({ tx, block, readAt, seenAt }: Place, event: Event<'withdrawn'>): Promise<void> {
  const wallet = await tx.wallet.findUnique({ where: { h160: event.account }, select: { accountId: true } });
  if (!wallet || event.amount === 0n) return;
  const place = { txHash: event.transaction, blockNumber: block.number, eventIndex: event.index };
  const got = stored(amount(event.amount - event.fee));
  const paid = { creatorId: wallet.accountId, recipient: event.account, amount: got, fee: stored(event.fee) };
  await tx.payout.create({
    data: { ...paid, ...place, status: 'finalized', createdAt: seenAt, finalizedAt: readAt },
  });
}
