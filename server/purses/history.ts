import { amount, type Amount } from '../../sdk/money';
import { type H160 } from '../../sdk/voucher';
import { eventOf } from '../chain/event-data';
import { type Deps } from '../deps';
import { type AccountId } from '../ids';
import { type ContractEvent, type SkipReason } from '../ledger';
import { blockUrl } from './ask-chain';
import { chainFacts } from './chain-facts';
import { moneyWords, timeWords } from './money-words';
import { ownWallet } from './own-wallet';

const PAGE = 30;

/** What can happen to a purse. */
type PurseEvent = Extract<ContractEvent, { viewer: H160 }>;

/** A line in the history of a wallet's purses. */
export interface HistoryEntry {
  id: string;
  kind: PurseEvent['kind'];
  at: Date;
  blockNumber: number;
  blockUrl: string;
  amount: Amount | null;
  /** Whoever is paid, when they have an account here. */
  creator: { handle: string; displayName: string } | null;
  creatorAddress: H160 | null;
  seconds: bigint | null;
  note: string | null;
}

/** What finalized blocks say of a wallet's purses, newest first, and what to ask with for what came before. */
export async function readHistory(
  deps: Pick<Deps, 'db' | 'wallets' | 'ledger' | 'clock' | 'config' | 'log'>,
  accountId: AccountId,
  { address, before }: { address: string; before?: string | null },
): Promise<{ entries: HistoryEntry[]; older: string | null }> {
  const { h160: viewer } = await ownWallet(deps, accountId, address);
  const [blockNumber = 0, index = 0] = before?.split('-').map(Number) ?? [];
  const earlier = { OR: [{ blockNumber: { lt: blockNumber } }, { blockNumber, index: { lt: index } }] };
  const rows = await deps.db.chainEvent.findMany({
    where: { viewer, ...(before ? earlier : {}) },
    orderBy: [{ blockNumber: 'desc' }, { index: 'desc' }],
    take: PAGE + 1,
  });
  const page = rows.slice(0, PAGE);
  const [{ symbol }, people] = await Promise.all([
    chainFacts(deps),
    peopleOf(
      deps,
      page.map(({ creator }) => creator),
    ),
  ]);
  const entries = page.flatMap((row): HistoryEntry[] => {
    const event = eventOf(row.data);
    if (!('viewer' in event)) return [];
    const creatorAddress = 'creator' in event ? event.creator : null;
    return [
      {
        id: placeOf(row),
        kind: event.kind,
        at: row.at,
        blockNumber: row.blockNumber,
        blockUrl: blockUrl(deps, row.blockNumber),
        amount: amountIn(event),
        creator: (creatorAddress && people.get(creatorAddress)) ?? null,
        creatorAddress,
        seconds: 'seconds' in event ? event.seconds : null,
        note: noteOn(event, symbol),
      },
    ];
  });
  const last = page.at(-1);
  return { entries, older: rows.length > PAGE && last ? placeOf(last) : null };
}

const placeOf = ({ blockNumber, index }: { blockNumber: number; index: number }) => `${blockNumber}-${index}`;

/** Who has these addresses here. */
export async function peopleOf(
  { db }: Pick<Deps, 'db'>,
  addresses: (string | null)[],
): Promise<Map<string, { handle: string; displayName: string }>> {
  const h160s = [...new Set(addresses)].filter((address) => address !== null);
  const wallets = await db.wallet.findMany({
    where: { h160: { in: h160s } },
    select: { h160: true, account: { select: { handle: true, profile: { select: { displayName: true } } } } },
  });
  return new Map(
    wallets.map(({ h160, account: { handle, profile } }) => [
      h160,
      { handle, displayName: profile?.displayName ?? handle },
    ]),
  );
}

function amountIn(event: PurseEvent): Amount | null {
  switch (event.kind) {
    case 'opened':
      return event.deposit;
    case 'toppedUp':
      return event.added;
    case 'closed':
      return event.paidBack;
    case 'announced':
      return amount(event.amount + event.extras);
    case 'settled':
      return event.paid;
    case 'rekeyed':
    case 'closingRequested':
    case 'closingCancelled':
    case 'skipped':
      return null;
  }
}

function noteOn(event: PurseEvent, symbol: string): string | null {
  switch (event.kind) {
    case 'rekeyed':
      return `The key before settles what it signed until ${timeWords(event.oldKeyUntil)}.`;
    case 'closingRequested':
      return `It can be closed from ${timeWords(event.closesAt)} on.`;
    case 'closed':
      return event.early ? 'At once, as nothing was outstanding.' : null;
    case 'announced':
      return `Somebody else may settle this from ${timeWords(event.readyAt)} on.`;
    case 'settled':
      return event.short > 0n ? `${moneyWords(event.short, symbol)} could not be paid: the purse was empty.` : null;
    case 'skipped':
      return skipWords(event.reason);
    case 'opened':
    case 'toppedUp':
    case 'closingCancelled':
      return null;
  }
}

const skipped = {
  NoPurse: 'Not paid: the purse was closed.',
  OldOpening: 'Not paid: it was signed for an earlier opening of the purse.',
  BadSignature: 'Not paid: it was not signed by the key of the purse.',
  Expired: 'Not paid: the key had expired.',
  Stale: 'Nothing new: it was paid before.',
  NotGrowing: 'Not paid: it says less than what was paid before.',
  OverRate: 'Not paid: it is more a second than the purse allows.',
  OverTime: 'Not paid yet: those seconds had not passed on the chain.',
  OverAllowance: 'Not paid: it is more for tips and passes than the purse allows.',
  Empty: 'Not paid: the purse was empty.',
} as const satisfies Record<SkipReason, string>;

/** Why the contract passed over a voucher, in words. */
export function skipWords(reason: SkipReason): string {
  return skipped[reason];
}
