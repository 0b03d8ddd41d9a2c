// How a creator is paid from vouchers alone: what is to be done next is read from the chain each
// time, so that it can be stopped anywhere and begun again.
import { amount, type Amount } from '../../sdk/money';
import { type H160, type Hex, type SignedVoucher } from '../../sdk/voucher';
import { withdrawable } from '../../server/balances/withdrawable';
import {
  type ChainPurse,
  type Claim,
  type ContractEvent,
  type KeyedCreator,
  type Ledger,
  LedgerRefusal,
  type PurseCall,
  type WalletPayload,
} from '../../server/ledger';
import { refusalOf } from '../../server/chain/refusals';

/** Who collects, and by what. */
export interface Collector {
  ledger: Pick<
    Ledger,
    | 'terms'
    | 'finalizedHead'
    | 'purse'
    | 'tab'
    | 'claims'
    | 'earnings'
    | 'prepare'
    | 'assemble'
    | 'submit'
    | 'blockOfEvents'
  >;
  /** Pays the chain's fees; anybody may do it for anybody. */
  address: string;
  account: H160;
  sign(payload: WalletPayload): Hex;
  /** Resolves when the chain may have got to this time. */
  waitUntil(time: Date): Promise<void>;
  tell(line: string): void;
}

/** What became of one purse's vouchers. */
export interface PurseOutcome {
  viewer: H160;
  /** What this run had paid to creators, the platform's fee taken off. */
  paid: Amount;
  /** Vouchers that are settled whole, by this run or before it. */
  settled: number;
  /** Of this opening nothing can be settled any more. */
  closed: number;
  /** What the contract does not take, and its word for it. */
  refused: { voucher: SignedVoucher; why: string }[];
  /** Announced, and paid from then on: run it again. */
  waitsUntil: Date | null;
}

/** What a run came to. */
export interface Outcome {
  purses: PurseOutcome[];
  /** What was withdrawn to the collector's own account. */
  withdrawn: Amount;
}

/** A claim's place in the contract's storage. */
type Cell = KeyedCreator & { viewer: H160 };

const cellName = ({ viewer, key, creator }: Cell) => `${viewer} ${key} ${creator}`;

/** What the chain says of one purse and its vouchers. */
interface Position {
  viewer: H160;
  purse: ChainPurse | null;
  /**
   * The window has ended: its claims can be paid, and nothing is announced before all of them are.
   */
  ended: boolean;
  claims: (KeyedCreator & { claim: Claim })[];
  settled: SignedVoucher[];
  closed: SignedVoucher[];
  /** A claim covers them. */
  announced: SignedVoucher[];
  open: SignedVoucher[];
}

/**
 * Announces what is not announced, waits for the windows, has them paid, and goes on until the
 * contract gives no more.
 */
export async function collect(
  collector: Collector,
  vouchers: SignedVoucher[],
  { wait = true, withdraw = true } = {},
): Promise<Outcome> {
  const { ledger, tell } = collector;
  const { maxBatch, maxPage } = await ledger.terms();
  const refused = new Map<SignedVoucher, string>();
  const stuck = new Set<H160>();
  const paid = new Map<H160, bigint>();
  const own = new Map<string, Cell>();
  const note = (cell: Cell) => void own.set(cellName(cell), cell);
  for (;;) {
    const positions = await readPositions(ledger, vouchers, maxPage);
    const payable = positions.filter(({ viewer, ended, claims }) => ended && claims.length > 0 && !stuck.has(viewer));
    for (const position of payable) {
      ownClaims(collector, position).forEach(note);
      const sum = await payWindow(collector, position, maxBatch, new Set(vouchers.map(({ creator }) => creator)));
      if (sum === null) stuck.add(position.viewer);
      else paid.set(position.viewer, (paid.get(position.viewer) ?? 0n) + sum);
    }
    if (payable.length > 0) continue;
    const open = urgentFirst(positions).flatMap((position) => (position.ended ? [] : position.open));
    const left = open.filter((voucher) => !refused.has(voucher));
    if (left.length > 0) {
      tell(`Announcing ${count(left.length, 'voucher')}.`);
      (await announce(collector, left, maxBatch, refused)).forEach(note);
      continue;
    }
    const next = earliest(positions.filter(({ announced, ended }) => announced.length > 0 && !ended));
    if (next && wait) {
      tell(`Waiting until ${timeText(next)}, when the window ends. You can stop, and run this again later.`);
      await collector.waitUntil(next);
      continue;
    }
    const unpaid = new Set(
      positions.flatMap(({ viewer, claims }) => claims.map((one) => cellName({ ...one, viewer }))),
    );
    const cells = [...own].filter(([name]) => !unpaid.has(name)).map(([, cell]) => cell);
    await clear(collector, cells, maxBatch);
    const purses = positions.map((position) => outcomeOf(position, paid.get(position.viewer) ?? 0n, refused));
    return { purses, withdrawn: withdraw ? await withdrawOwn(collector, vouchers) : amount(0n) };
  }
}

async function readPositions(
  ledger: Collector['ledger'],
  vouchers: SignedVoucher[],
  maxPage: number,
): Promise<Position[]> {
  const { time } = await ledger.finalizedHead();
  const viewers = [...new Set(vouchers.map(({ viewer }) => viewer))];
  const positions: Position[] = [];
  for (const viewer of viewers) {
    const purse = await ledger.purse(viewer);
    const claims: Position['claims'] = [];
    for (let from = 0; from < (purse?.claims ?? 0); from += maxPage)
      claims.push(...(await ledger.claims(viewer, from, maxPage)));
    const ended = purse?.windowEndsAt != null && time >= purse.windowEndsAt;
    const position: Position = { viewer, purse, ended, claims, settled: [], closed: [], announced: [], open: [] };
    for (const voucher of vouchers.filter((one) => one.viewer === viewer))
      position[await stateOf(ledger, position, voucher)].push(voucher);
    positions.push(position);
  }
  return positions;
}

async function stateOf(
  ledger: Collector['ledger'],
  { purse, claims }: Position,
  voucher: SignedVoucher,
): Promise<'settled' | 'closed' | 'announced' | 'open'> {
  const { viewer, key, creator, purseNonce } = voucher;
  const covers = (told: { amount: bigint; extras: bigint }) =>
    told.amount >= voucher.amount && told.extras >= voucher.extras;
  const tab = await ledger.tab(viewer, key, creator);
  if (tab?.nonce === purseNonce && covers(tab)) return 'settled';
  if (!purse?.open || purse.nonce !== purseNonce) return 'closed';
  const claim = claims.find((one) => one.key === key && one.creator === creator)?.claim;
  return claim && covers(claim) ? 'announced' : 'open';
}

/** Whose purse can be closed first, or whose window ends first. */
function urgentFirst(positions: Position[]): Position[] {
  const end = ({ purse }: Position) => (purse?.closingAt ?? purse?.windowEndsAt)?.getTime() ?? Infinity;
  return [...positions].sort((one, other) => (end(one) < end(other) ? -1 : 1));
}

function earliest(positions: Position[]): Date | null {
  const ends = positions.flatMap(({ purse }) => purse?.windowEndsAt ?? []).map((end) => end.getTime());
  return ends.length > 0 ? new Date(Math.min(...ends)) : null;
}

/**
 * In batches, halved where the chain takes no more at once. What the contract passes over is noted
 * with its word; answers the collector's own cells.
 */
async function announce(
  collector: Collector,
  vouchers: SignedVoucher[],
  maxBatch: number,
  refused: Map<SignedVoucher, string>,
): Promise<Cell[]> {
  const cells: Cell[] = [];
  let left = vouchers;
  let size = maxBatch;
  while (left.length > 0) {
    const batch = left.slice(0, size);
    const answer = await send(collector, { kind: 'announce', vouchers: batch });
    if ('refusal' in answer && batch.length > 1 && answer.refusal !== 'NothingNew') {
      size = Math.ceil(batch.length / 2);
      continue;
    }
    left = left.slice(batch.length);
    for (const event of 'refusal' in answer ? [] : answer.events)
      if (event.kind === 'announced' && event.announcer === collector.account) cells.push(event);
    for (const voucher of batch) {
      const why = 'refusal' in answer ? answer.refusal : passedOver(answer.events, voucher);
      if (why !== null) refused.set(voucher, why);
    }
  }
  return cells;
}

function passedOver(events: ContractEvent[], { viewer, key, creator }: SignedVoucher): string | null {
  const about = events.find((event) => event.kind === 'skipped' && event.viewer === viewer && event.key === key && event.creator === creator); // prettier-ignore
  return about?.kind === 'skipped' ? about.reason : null;
}

/**
 * Pays the creators' claims; all claims where something is still to be announced, for which the
 * window has to be gone. Null: the contract pays none.
 */
async function payWindow(
  collector: Collector,
  { viewer, claims, open }: Position,
  maxBatch: number,
  creators: Set<H160>,
): Promise<bigint | null> {
  const mine = claims.filter(({ creator }) => creators.has(creator));
  const pairs = (open.length > 0 ? claims : mine).map(({ key, creator }) => ({ key, creator }));
  if (pairs.length === 0) return null;
  collector.tell(`Having ${count(pairs.length, 'claim')} paid from the purse of ${viewer}.`);
  let sum = 0n;
  for (let from = 0; from < pairs.length; from += maxBatch) {
    const answer = await send(collector, { kind: 'payAnnounced', viewer, claims: pairs.slice(from, from + maxBatch) });
    // somebody else had it paid
    if ('refusal' in answer) return answer.refusal === 'NoWindow' ? sum : null;
    for (const event of answer.events)
      if (event.kind === 'settled' && creators.has(event.creator)) sum += event.paid - event.fee;
  }
  return sum;
}

const ownClaims = ({ account }: Collector, { viewer, claims }: Position) =>
  claims.filter(({ claim }) => claim.announcer === account).map(({ key, creator }) => ({ viewer, key, creator }));

/** What the chain held back for the storage of paid claims goes back to who announced them. */
async function clear(collector: Collector, cells: Cell[], maxBatch: number): Promise<void> {
  for (let from = 0; from < cells.length; from += maxBatch) {
    const claims = cells.slice(from, from + maxBatch).map(({ viewer, key, creator }) => ({ viewer, key, creator }));
    await send(collector, { kind: 'clearClaims', claims });
  }
}

/** Only to the collector's own account, which the chain knows as it pays the fee. */
async function withdrawOwn(collector: Collector, vouchers: SignedVoucher[]): Promise<Amount> {
  const { ledger, account } = collector;
  if (!vouchers.some(({ creator }) => creator === account)) return amount(0n);
  const owed = withdrawable(await ledger.earnings(account));
  if (owed === 0n) return owed;
  const answer = await send(collector, { kind: 'withdraw' });
  return 'refusal' in answer ? amount(0n) : owed;
}

/**
 * Carries out a call until it is final; what the contract refuses is answered, what the chain
 * cannot do is thrown.
 */
async function send(
  { ledger, address, sign }: Collector,
  call: PurseCall,
): Promise<{ events: ContractEvent[] } | { refusal: string }> {
  try {
    const { payload } = await ledger.prepare(address, call);
    const transaction = await ledger.assemble(payload, sign(payload));
    const ending = await ledger.submit(transaction);
    switch (ending.kind) {
      case 'finalized': {
        const { events } = await ledger.blockOfEvents(ending.block.number);
        return { events: events.filter((event) => event.transaction === transaction.hash) };
      }
      case 'failed':
        return { refusal: ending.error ?? ending.detail };
      case 'invalid':
      case 'dropped':
        throw new Error('the chain did not take a transaction. What was done before stands: run this again');
    }
  } catch (error) {
    if (!(error instanceof LedgerRefusal)) throw error;
    if (refusalOf(error) === 'notEnoughMoney')
      throw new Error(`the account ${address} does not hold enough for the fee of the chain`, { cause: error });
    return { refusal: error.error ?? error.detail };
  }
}

function outcomeOf(position: Position, paid: bigint, refused: Map<SignedVoucher, string>): PurseOutcome {
  const { viewer, purse, settled, closed, announced, open } = position;
  return {
    viewer,
    paid: amount(paid),
    settled: settled.length,
    closed: closed.length,
    refused: open.map((voucher) => ({ voucher, why: refused.get(voucher) ?? 'WindowEnded' })),
    waitsUntil: announced.length > 0 ? (purse?.windowEndsAt ?? null) : null,
  };
}

export const timeText = (time: Date) => time.toISOString().replace('.000Z', 'Z');
export const count = (number: number, what: string) => `${number} ${what}${number === 1 ? '' : 's'}`;
