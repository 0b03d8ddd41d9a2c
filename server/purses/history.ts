import { amount, type Amount, type ChainMoney } from '../../sdk/money';
import { type H160 } from '../../sdk/voucher';
import { say } from '../../texts/i18n';
import { type Language } from '../../texts/languages';
import { says } from '../../texts/says';
import { eventOf } from '../chain/event-data';
import { type Deps } from '../deps';
import { i18nIn } from '../i18n';
import { type AccountId } from '../ids';
import { type ContractEvent, type SkipReason } from '../ledger';
import { blockUrl } from '../chain/ask-chain';
import { chainMoney } from '../chain/money';
import { moneyWords } from './money-words';
import { ownWallet } from '../identity/own-wallet';

const PAGE = 30;

/** What can happen to a purse. */
type PurseEvent = Extract<ContractEvent, { viewer: H160 }>;

/** A line in the history of a wallet's purses. */
export interface HistoryEntry {
  id: string;
  kind: PurseEvent['kind'];
  /**
   * When that was by a clock on the wall, decided when its block was read: the same whenever it is
   * asked for.
   */
  at: Date;
  blockNumber: number;
  blockUrl: string;
  amount: Amount | null;
  /** Whoever is paid, when they have an account here. */
  creator: { handle: string; displayName: string } | null;
  creatorAddress: H160 | null;
  /** What was watched for it, as far as this site knows: the streams, the last one first. */
  streams: { id: string; title: string }[];
  /** What this line adds to what was counted before. */
  seconds: bigint | null;
  note: Note | null;
}

/**
 * A remark, marked by `says` until it is said; `at` is the moment that its last word leads up to.
 */
export interface Note {
  words: string;
  at?: Date;
}

/**
 * What finalized blocks say of a wallet's purses, newest first, and what to ask with for what came
 * before.
 */
export async function readHistory(
  deps: Pick<Deps, 'db' | 'wallets' | 'ledger' | 'knownChain' | 'clock' | 'timers' | 'config' | 'log'>,
  accountId: AccountId,
  { address, before }: { address: string; before?: string | null },
  language: Language,
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
  const i18n = i18nIn(language);
  const [money, people, watched] = await Promise.all([
    chainMoney(deps),
    peopleOf(
      deps,
      page.map(({ creator }) => creator),
    ),
    watchedFor(deps, viewer, page),
  ]);
  const entries = page.flatMap((row): HistoryEntry[] => {
    const event = eventOf(row.data);
    if (!('viewer' in event)) return [];
    const creatorAddress = 'creator' in event ? event.creator : null;
    const seen = watched.get(placeOf(row));
    const note = noteOn(event, money);
    return [
      {
        id: placeOf(row),
        kind: event.kind,
        at: row.seenAt,
        blockNumber: row.blockNumber,
        blockUrl: blockUrl(deps, row.blockNumber),
        amount: amountIn(event),
        creator: (creatorAddress && people.get(creatorAddress)) ?? seen?.creator ?? null,
        creatorAddress,
        streams: seen?.streams ?? [],
        seconds: seen?.seconds ?? null,
        note: note && { ...note, words: say(i18n, note.words) },
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

interface Watched {
  /** Whose streams they are; their wallet may be linked no more. */
  creator: { handle: string; displayName: string } | null;
  streams: { id: string; title: string }[];
  seconds: bigint;
}

interface WatchedRow {
  block_number: number;
  index: number;
  seconds: bigint;
  streams: { id: string; title: string; handle: string; name: string | null }[];
}

/**
 * What each settling on a page paid for: the seconds between the tab before and the tab it made,
 * and the streams whose viewings lie between the two. Vouchers are cumulative, so viewings of a
 * pair follow each other without a gap.
 */
async function watchedFor(
  { db }: Pick<Deps, 'db'>,
  viewer: H160,
  page: { blockNumber: number; index: number; kind: string }[],
): Promise<Map<string, Watched>> {
  const settled = page.filter(({ kind }) => kind === 'settled');
  if (settled.length === 0) return new Map();
  const rows = await db.$queryRaw<WatchedRow[]>`
    SELECT e.block_number, e.index, e.upto - e.since AS seconds, coalesce(w.streams, '[]'::json) AS streams
    FROM (
      SELECT c.block_number, c.index, c.creator, (c.data->>'nonce')::int AS nonce, (c.data->>'key')::int AS key, (c.data->>'seconds')::bigint AS upto,
        coalesce((
          SELECT (b.data->>'seconds')::bigint FROM chain_events b
          WHERE b.viewer = c.viewer AND b.creator = c.creator AND b.kind = 'settled' AND b.data->>'nonce' = c.data->>'nonce'
            AND b.data->>'key' = c.data->>'key' AND (b.block_number, b.index) < (c.block_number, c.index)
          ORDER BY b.block_number DESC, b.index DESC LIMIT 1
        ), 0) AS since
      FROM chain_events c
      JOIN unnest(${settled.map(({ blockNumber }) => blockNumber)}::int[], ${settled.map(({ index }) => index)}::int[])
        AS asked (block_number, index) USING (block_number, index)
      WHERE c.viewer = ${viewer}
    ) e
    LEFT JOIN LATERAL (
      SELECT json_agg(json_build_object('id', s.id, 'title', s.title, 'handle', a.handle, 'name', f.display_name)
        ORDER BY s.last DESC) AS streams
      FROM (
        SELECT t.id, t.title, t.creator_id, max(v.joined_at) AS last
        FROM viewings v JOIN streams t ON t.id = v.stream_id
        WHERE (v.viewer, v.purse_nonce, v.purse_key, v.payee) = (${viewer}, e.nonce, e.key, e.creator)
          AND v.seconds_paid > 0 AND v.base_seconds < e.upto AND v.base_seconds + v.seconds_paid > e.since
        GROUP BY t.id
      ) s
      JOIN accounts a ON a.id = s.creator_id LEFT JOIN profiles f ON f.account_id = a.id
    ) w ON true`;
  return new Map(
    rows.map(({ block_number: blockNumber, index, seconds, streams }) => {
      const [last] = streams;
      const creator = last ? { handle: last.handle, displayName: last.name ?? last.handle } : null;
      const seen = streams.map(({ id, title }) => ({ id, title }));
      return [placeOf({ blockNumber, index }), { creator, streams: seen, seconds }];
    }),
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
    case 'windowEnded':
      return event.reserved;
    case 'rekeyed':
    case 'closingRequested':
    case 'closingCancelled':
    case 'skipped':
    case 'tabsRemoved':
      return null;
  }
}

function noteOn(event: PurseEvent, money: ChainMoney | null): Note | null {
  switch (event.kind) {
    case 'rekeyed':
      return { words: says('The key before settles what it signed until'), at: event.oldKeyUntil };
    case 'closingRequested':
      return { words: says('It can be closed from'), at: event.closesAt };
    case 'closed':
      return event.early ? { words: says('At once, as nothing was outstanding.') } : null;
    case 'announced':
      return { words: says('Unless it is settled before, it is paid from'), at: event.windowEndsAt };
    case 'windowEnded':
      return { words: says('Put aside for what was announced.') };
    case 'tabsRemoved':
      return { words: says('What the chain held back for them is in your wallet again.') };
    case 'settled':
      return settledNote(event, money);
    case 'skipped':
      return { words: skipWords(event.reason) };
    case 'opened':
    case 'toppedUp':
    case 'closingCancelled':
      return null;
  }
}

function settledNote(
  { short, storage }: Extract<PurseEvent, { kind: 'settled' }>,
  money: ChainMoney | null,
): Note | null {
  const values = { storage: moneyWords(storage, money), short: moneyWords(short, money) };
  if (storage > 0n && short > 0n)
    return {
      words: says(
        '{storage} of the purse paid for the storage of this new tab. {short} could not be paid yet: it was more than the purse or its limits had.',
        values,
      ),
    };
  if (storage > 0n) return { words: says('{storage} of the purse paid for the storage of this new tab.', values) };
  if (short === 0n) return null;
  return {
    words: says('{short} could not be paid yet: it was more than the purse or its limits had.', values),
  };
}

const skipped = {
  NoPurse: says('Not paid: the purse was closed.'),
  OldOpening: says('Not paid: it was signed for an earlier opening of the purse.'),
  UnknownKey: says('Not paid: the purse has no such key any more.'),
  Expired: says('Not paid: the time to settle what this key signed was over.'),
  BadSignature: says('Not paid: it was not signed by the key that it names.'),
  Stale: says('Nothing new: it was paid before.'),
  OverRate: says('Not paid: it is more a second than the purse allows.'),
  OverTime: says('Not paid yet: those seconds had not passed on the chain.'),
  OverAllowance: says('Not paid: it is more for tips and passes than the purse allows.'),
  Empty: says('Not paid: the purse was empty.'),
  NoWeight: says('Not paid yet: the block had no room left for it.'),
  WindowEnded: says('Not claimed: the time for claims on this purse was over.'),
} satisfies Record<SkipReason, string>;

/** Why the contract passed over a voucher, in words that are marked by `says`. */
export function skipWords(reason: SkipReason): string {
  return skipped[reason];
}
