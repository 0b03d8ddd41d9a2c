import { type Amount, type ChainMoney } from '../../sdk/money';
import { type H160 } from '../../sdk/voucher';
import { say } from '../../texts/i18n';
import { type Language } from '../../texts/languages';
import { says } from '../../texts/says';
import { eventOf } from '../chain/event-data';
import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { i18nIn } from '../i18n';
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
  language: Language,
): Promise<BlockView> {
  const rows = await deps.db.chainEvent.findMany({ where: { blockNumber: number }, orderBy: { index: 'asc' } });
  const [first] = rows;
  if (!first) return blockWithoutEvents(deps, number);
  const money = await chainMoney(deps);
  const i18n = i18nIn(language);
  const events = rows.map(({ index, viewer, creator, data }) => {
    const event = eventOf(data);
    const sides = { viewer: viewer as H160 | null, creator: creator as H160 | null };
    return { index, kind: event.kind, ...sides, words: say(i18n, eventWords(event, money)) };
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

/** What an event says, as one sentence, marked by `says`. */
function eventWords(event: ContractEvent, chainMoney: ChainMoney | null): string {
  const money = (value: Amount) => moneyWords(value, chainMoney);
  switch (event.kind) {
    case 'opened':
      return says('A purse was opened with {deposit}.', { deposit: money(event.deposit) });
    case 'toppedUp':
      return says('A purse was topped up by {added}; it holds {deposit}.', {
        added: money(event.added),
        deposit: money(event.deposit),
      });
    case 'rekeyed':
      return says('Key and limits of a purse were changed; the key before settles until {until}.', {
        until: timeWords(event.oldKeyUntil),
      });
    case 'closingRequested':
      return says('A purse is to be closed from {from} on.', { from: timeWords(event.closesAt) });
    case 'closingCancelled':
      return says('A purse stays open.');
    case 'closed':
      return says('A purse was closed; {amount} went back.', { amount: money(event.paidBack) });
    case 'announced':
      return says(
        'A voucher of {seconds, plural, one {# second} other {# seconds}} was announced; what is not settled before is paid from {from} on.',
        { seconds: Number(event.seconds), from: timeWords(event.windowEndsAt) },
      );
    case 'windowEnded':
      return says('{amount} of a purse were put aside for what was announced.', { amount: money(event.reserved) });
    case 'settled':
      return says(
        '{paid} were paid for up to {seconds, plural, one {# second} other {# seconds}}; the fee is {fee} of it.',
        { paid: money(event.paid), seconds: Number(event.seconds), fee: money(event.fee) },
      );
    case 'skipped':
      return skipWords(event.reason);
    case 'splitChanged':
      return event.shares.length === 0
        ? says('A creator shares earnings no more.')
        : says('A creator shares {part} of the earnings.', {
            part: partWords(event.shares.reduce((sum, { basisPoints }) => sum + basisPoints, 0)),
          });
    case 'distributed':
      return says('Earnings of {amount} were divided.', { amount: money(event.amount) });
    case 'withdrawn':
      return event.fee > 0n
        ? says('{amount} were withdrawn; {fee} of it paid for being sent.', {
            amount: money(event.amount),
            fee: money(event.fee),
          })
        : says('{amount} were withdrawn.', { amount: money(event.amount) });
    case 'feesWithdrawn':
      return says('The platform withdrew fees of {amount}.', { amount: money(event.amount) });
    case 'feeChanged':
      return says('The platform’s fee is {part} for purses that are opened from {from} on.', {
        part: partWords(event.feeBasisPoints),
        from: timeWords(event.effectiveAt),
      });
    case 'surplusWithdrawn':
      return says('The owner took {amount} that had been sent to the contract and were in nobody’s books.', {
        amount: money(event.amount),
      });
    case 'operatorChanged':
      return says('Another account settles from {from} on.', { from: timeWords(event.effectiveAt) });
    case 'ownershipOffered':
      return says('The contract was offered to another owner.');
    case 'ownershipAccepted':
      return says('The contract has another owner.');
    case 'tabsRemoved':
      return says(
        '{count, plural, one {# old tab of a purse was removed.} other {# old tabs of a purse were removed.}}',
        {
          count: event.count,
        },
      );
    case 'claimsCleared':
      return says('{count, plural, one {# paid claim was cleared.} other {# paid claims were cleared.}}', {
        count: event.count,
      });
  }
}
