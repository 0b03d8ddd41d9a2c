import { type Amount, type ChainMoney } from '../../sdk/money';
import { type H160 } from '../../sdk/voucher';
import { eventOf } from '../chain/event-data';
import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { type ContractEvent } from '../ledger';
import { chainMoney } from '../chain/money';
import { skipWords } from './history';
import { moneyWords, partWords, timeWords } from './money-words';

/** One thing that a block says of the contract. */
export interface BlockEvent {
  index: number;
  kind: ContractEvent['kind'];
  viewer: H160 | null;
  creator: H160 | null;
  words: string;
}

/** A finalized block as this site read it. */
export interface BlockView {
  number: number;
  hash: string;
  at: Date;
  events: BlockEvent[];
}

/**
 * A block with what it says of the contract. Blocks that hold nothing of ours are not kept, and not
 * found.
 */
export async function readBlock(
  deps: Pick<Deps, 'db' | 'ledger' | 'knownChain' | 'clock' | 'timers' | 'config' | 'log'>,
  number: number,
): Promise<BlockView> {
  const rows = await deps.db.chainEvent.findMany({ where: { blockNumber: number }, orderBy: { index: 'asc' } });
  const [first] = rows;
  if (!first) return blockWithoutEvents(deps, number);
  const money = await chainMoney(deps);
  const events = rows.map(({ index, viewer, creator, data }) => {
    const event = eventOf(data);
    const sides = { viewer: viewer as H160 | null, creator: creator as H160 | null };
    return { index, kind: event.kind, ...sides, words: eventWords(event, money) };
  });
  return { number, hash: first.blockHash, at: first.seenAt, events };
}

/**
 * A block in which a transaction failed says nothing of the contract, and is linked all the same.
 */
async function blockWithoutEvents({ db }: Pick<Deps, 'db'>, number: number): Promise<BlockView> {
  const where = { blockNumber: number, finalizedAt: { not: null } };
  const select = { blockHash: true, finalizedAt: true };
  const row =
    (await db.walletTransaction.findFirst({ where, select })) ?? (await db.settlement.findFirst({ where, select }));
  if (!row?.blockHash || !row.finalizedAt) throw new DomainError('notFound');
  return { number, hash: row.blockHash, at: row.finalizedAt, events: [] };
}

/** What an event says, as one sentence. */
function eventWords(event: ContractEvent, chainMoney: ChainMoney | null): string {
  const money = (value: Amount) => moneyWords(value, chainMoney);
  switch (event.kind) {
    case 'opened':
      return `A purse was opened with ${money(event.deposit)}.`;
    case 'toppedUp':
      return `A purse was topped up by ${money(event.added)}; it holds ${money(event.deposit)}.`;
    case 'rekeyed':
      return `Key and limits of a purse were changed; the key before settles until ${timeWords(event.oldKeyUntil)}.`;
    case 'closingRequested':
      return `A purse is to be closed from ${timeWords(event.closesAt)} on.`;
    case 'closingCancelled':
      return 'A purse stays open.';
    case 'closed':
      return `A purse was closed; ${money(event.paidBack)} went back.`;
    case 'announced':
      return `A voucher of ${event.seconds} seconds was announced; what is not settled before is paid from ${timeWords(event.windowEndsAt)} on.`;
    case 'windowEnded':
      return `${money(event.reserved)} of a purse were put aside for what was announced.`;
    case 'settled':
      return `${money(event.paid)} were paid for up to ${event.seconds} seconds; the fee is ${money(event.fee)} of it.`;
    case 'skipped':
      return skipWords(event.reason);
    case 'splitChanged':
      return event.shares.length === 0
        ? 'A creator shares earnings no more.'
        : `A creator shares ${partWords(event.shares.reduce((sum, { basisPoints }) => sum + basisPoints, 0))} of the earnings.`;
    case 'distributed':
      return `Earnings of ${money(event.amount)} were divided.`;
    case 'withdrawn':
      return event.fee > 0n
        ? `${money(event.amount)} were withdrawn; ${money(event.fee)} of it paid for being sent.`
        : `${money(event.amount)} were withdrawn.`;
    case 'feesWithdrawn':
      return `The platform withdrew fees of ${money(event.amount)}.`;
    case 'feeChanged':
      return `The platform's fee is ${partWords(event.feeBasisPoints)} for purses that are opened from ${timeWords(event.effectiveAt)} on.`;
    case 'surplusWithdrawn':
      return `The owner took ${money(event.amount)} that had been sent to the contract and were in nobody's books.`;
    case 'operatorChanged':
      return `Another account settles from ${timeWords(event.effectiveAt)} on.`;
    case 'ownershipOffered':
      return 'The contract was offered to another owner.';
    case 'ownershipAccepted':
      return 'The contract has another owner.';
    case 'tabsRemoved':
      return `${event.count} old tabs of a purse were removed.`;
    case 'claimsCleared':
      return `${event.count} paid claims were cleared.`;
  }
}
