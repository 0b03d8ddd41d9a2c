import { type Amount } from '../../sdk/money';
import { bytesOf, type H160 } from '../../sdk/voucher';
import { type Deps, type Tx } from '../deps';
import { type BlockOfEvents, type ContractEvent, type Limits } from '../ledger';
import { amountOf, stored } from '../money';
import { eventData } from './event-data';
import { hold, holdVouchers, type Place } from './hold';

type Event<Kind extends ContractEvent['kind']> = Extract<ContractEvent, { kind: Kind }>;

/**
 * Writes down what a block says, in its order. An event that is in the table already was applied with it, in the same
 * transaction, so it is passed over: applying a block twice is the same as once.
 */
export async function applyBlock(tx: Tx, { clock }: Pick<Deps, 'clock'>, block: BlockOfEvents): Promise<void> {
  const place = { tx, block, readAt: clock.now() };
  await hold(place);
  for (const event of block.events) if (await append(place, event)) await apply(place, event);
}

async function append({ tx, block }: Place, event: ContractEvent): Promise<boolean> {
  const { index, transaction, kind } = event;
  const viewer = 'viewer' in event ? event.viewer : null;
  const creator = 'creator' in event ? event.creator : event.kind === 'withdrawn' ? event.account : null;
  const where = { blockNumber: block.number, blockHash: block.hash, at: block.time, index };
  const data = { ...where, transaction, kind, viewer, creator, data: eventData(event) };
  const { count } = await tx.chainEvent.createMany({ data, skipDuplicates: true });
  return count > 0;
}

/** What an event changes in the tables. Those that change none are kept in chain_events and asked of the chain when they matter. */
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
    case 'settled':
      return settle(place, event);
    case 'skipped':
      return noteEntry(place, event, { skipReason: event.reason });
    case 'withdrawn':
      return payOut(place, event);
    case 'announced':
    case 'splitChanged':
    case 'distributed':
    case 'feesWithdrawn':
    case 'feeChanged':
    case 'operatorChanged':
    case 'ownershipOffered':
    case 'ownershipAccepted':
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
  const { viewer, nonce, sessionKey, limits, deposit } = event;
  const key = { sessionKey: bytesOf(sessionKey), ...columnsOf(limits) };
  await tx.purse.create({
    data: { viewer, nonce, status: 'open', ...key, deposit: stored(deposit), openedAt: block.time },
  });
  await holdVouchers(place); // those that this very block settles of it; nobody else can know of them
}

/** Changes a purse that the chain opened before: when there is none, the reading began too late, and nothing may go on. */
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
  const { viewer, nonce, index, sessionKey, limits, oldKeyUntil } = event;
  const old = await tx.purse.findUnique({
    where: { viewer_nonce: { viewer, nonce } },
    select: { sessionKey: true, maxRate: true, lanes: true, extrasAllowance: true, expiresAt: true },
  });
  await change(place, event, { sessionKey: bytesOf(sessionKey), ...columnsOf(limits) });
  if (!old) return;
  const retired = { blockNumber: block.number, index, viewer, nonce, until: oldKeyUntil };
  await tx.retiredKey.create({ data: { ...retired, ...old } });
}

async function settle(place: Place, event: Event<'settled'>): Promise<void> {
  await change(place, event, { settled: { increment: stored(event.paid) } });
  const before = await writeTab(place, event);
  await change(place, event, {
    seconds: { increment: event.seconds - before.seconds },
    extras: { increment: (event.extras - before.extras).toString() },
  });
  await closeViewings(place, event);
  await noteEntry(place, event, { paid: stored(event.paid) });
}

/** Viewings that are over and of which nothing is left to settle: vouchers are cumulative, so the tab covers all up to it. */
async function closeViewings(
  { tx }: Place,
  { viewer, nonce, creator, seconds, amount }: Event<'settled'>,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE viewings SET status = 'settled'
    WHERE (viewer, purse_nonce, payee) = (${viewer}, ${nonce}, ${creator}) AND status = 'ended'
      AND base_seconds + seconds_paid <= ${seconds} AND base_amount + amount <= ${stored(amount)}::numeric`;
}

/**
 * The tab of a pair becomes what the event says, and what it was before is returned. The voucher that we hold stays while it says
 * at least as much; else the contract knows more than we do (somebody else settled), and ours is worth nothing any more.
 */
async function writeTab(
  { tx, readAt }: Place,
  { viewer, nonce: purseNonce, creator, seconds, amount, extras, paid }: Event<'settled'>,
): Promise<{ seconds: bigint; extras: Amount | bigint }> {
  const pair = { viewer, purseNonce, creator };
  const settled = { settledSeconds: seconds, settledAmount: stored(amount), settledExtras: stored(extras) };
  const told = { seconds, amount: stored(amount), extras: stored(extras), signature: null };
  const row = await tx.voucher.findUniqueOrThrow({ where: { viewer_purseNonce_creator: pair } });
  const holds = row.seconds >= seconds && amountOf(row.amount) >= amount && amountOf(row.extras) >= extras;
  await tx.voucher.update({
    where: { viewer_purseNonce_creator: pair },
    data: { ...(holds ? {} : told), ...settled, paid: { increment: stored(paid) }, runningSince: readAt },
  });
  return { seconds: row.settledSeconds, extras: amountOf(row.settledExtras) };
}

/** Notes in a settling of ours what became of one of its vouchers. That the block holds it makes the settling final, whatever we took it for. */
async function noteEntry(
  { tx, block, readAt }: Place,
  { transaction, viewer, creator, nonce: purseNonce }: Event<'settled' | 'skipped'>,
  outcome: { paid: string } | { skipReason: string },
): Promise<void> {
  const settlement = await tx.settlement.findUnique({ where: { txHash: transaction }, select: { id: true } });
  if (!settlement) return;
  const { id } = settlement;
  await tx.settlementEntry.updateMany({ where: { settlementId: id, viewer, creator, purseNonce }, data: outcome });
  const final = { blockNumber: block.number, blockHash: block.hash, finalizedAt: readAt, error: null };
  await tx.settlement.updateMany({
    where: { id, status: { not: 'finalized' } },
    data: { status: 'finalized', ...final },
  });
}

/** A payout is written for who has an account here; of others the event alone is kept. */
async function payOut({ tx, block, readAt }: Place, event: Event<'withdrawn'>): Promise<void> {
  const wallet = await tx.wallet.findUnique({ where: { h160: event.account }, select: { accountId: true } });
  if (!wallet || event.amount === 0n) return;
  const place = { txHash: event.transaction, blockNumber: block.number, eventIndex: event.index };
  const paid = { creatorId: wallet.accountId, recipient: event.account, amount: stored(event.amount) };
  await tx.payout.create({
    data: { ...paid, ...place, status: 'finalized', createdAt: block.time, finalizedAt: readAt },
  });
}
