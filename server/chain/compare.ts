import { amount, type Amount, type ChainMoney } from '../../sdk/money';
import { MINUTE } from '../clock';
import { type BlockRef, type Deps, type Tx } from '../deps';
import { type ChainHead } from '../ledger';
import { stored } from '../money';
import { lockCursor, type Cursor } from './cursor';
import { keepMark, likenessOf } from './marks';
import { moneyOf, rememberMoney } from './money';

/** What the comparison of database and chain found. */
export type Comparison =
  | 'first meeting'
  | 'same chain'
  /**
   * The chain is lower than what was read of it, or than the contract's block: an endpoint that
   * lags. It is waited for.
   */
  | 'chain is behind'
  | 'local chain was reset'
  | 'local contract is another'
  | 'local money is another'
  /** One of the last three, and another process runs on this database: nothing was cleared. */
  | 'others run';

/**
 * The database belongs to another chain, contract or money, or the chain lost blocks that it had
 * finalized: nothing may run on this.
 */
export class ForeignChainError extends Error {
  override readonly name = 'ForeignChainError';
}

/**
 * A chain that is behind for longer than this hardly catches up by itself: the operator is told so.
 */
export const BEHIND_FOR = 10 * MINUTE;

type Needs = Pick<Deps, 'db' | 'ledger' | 'knownChain' | 'clock' | 'log' | 'config' | 'presence'>;

/**
 * Money lives in the database and on the chain; here the two are checked to speak of the same
 * chain, the same contract and the same money: before anything else runs, and again every minute,
 * for a local chain may be reset under a running server.
 *
 * The cursor names the newest finalized block whose events were read (server/chain/follow.ts moves
 * it). Another genesis, or another hash at a height that was read, means another chain, or one that
 * was reset. A lower head alone means nothing: of several endpoints one lags, so it is waited for.
 * On a local chain a reset is an ordinary morning (Chopsticks forgets when it stops), and so is a
 * contract that was deployed anew: what the database holds of the chain is cleared, and said,
 * unless another process runs on this database. Anywhere else it is an error that a person has to
 * look at. Amounts of a chain whose money has another name or other decimals mean something else.
 */
export async function compareWithChain(deps: Needs): Promise<Comparison> {
  const { db, ledger, config, presence } = deps;
  const [genesisHash, head, money] = await Promise.all([
    ledger.genesisHash(),
    ledger.finalizedHead(),
    ledger.properties(),
  ]);
  const cursor = await db.chainCursor.findUnique({ where: { id: 1 } });
  const { contract } = config.chain;
  // payments were set up since
  const adopts = cursor?.contractAddress === null && contract !== null;
  const found = await judge(deps, cursor, genesisHash, head, money);
  if (found === 'chain is behind') return waitForChain(deps, head, cursor);
  if (found === 'same chain' && !adopts) return recordMoney(deps, cursor, money);
  if (cursor && found !== 'same chain' && !config.chain.local) throw foreign(cursor, found, contract, money);

  const start = await whereToStart(deps, head);
  if (!start) return waitForChain(deps, head, null);
  const write = () => meet(deps, { cursor, found, genesisHash, head, start, money });
  return found === 'same chain' || found === 'first meeting' ? write() : presence.alone(write);
}

interface Meeting {
  cursor: Cursor | null;
  found: Exclude<Comparison, 'chain is behind' | 'others run'>;
  genesisHash: string;
  head: ChainHead;
  start: Start;
  money: ChainMoney;
}

async function meet(deps: Needs, { cursor, found, genesisHash, head, start, money }: Meeting): Promise<Comparison> {
  const { at, marks, tabCost } = start;
  const row = {
    genesisHash,
    contractAddress: deps.config.chain.contract,
    blockNumber: at.number,
    blockHash: at.hash,
    blockTime: head.time,
    tabCost: stored(tabCost),
    moneySymbol: money.symbol,
    moneyDecimals: money.decimals,
    updatedAt: deps.clock.now(),
  };
  const cleared = cursor !== null && found !== 'same chain';
  const done = await deps.db.$transaction(async (tx) => {
    const now = await lockCursor(tx);
    // somebody else was here first: the next comparison sees
    if (now?.blockHash !== cursor?.blockHash) return false;
    if (cleared) await clear(tx);
    await tx.chainCursor.upsert({ where: { id: 1 }, create: { id: 1, ...row }, update: row });
    for (const mark of marks) await keepMark(tx, mark);
    return true;
  });
  if (done) rememberMoney(deps, { symbol: money.symbol, decimals: money.decimals });
  if (done && cleared) {
    deps.log.warn(
      { was: cursor.blockNumber, is: head.number },
      `The ${found}. Purses, vouchers, settlements, payouts and wallet transactions of the old one were cleared.`,
    );
  }
  return found;
}

/** A database that met this chain before its money was written down takes it from the chain now. */
async function recordMoney(
  { db }: Needs,
  cursor: Cursor | null,
  { symbol, decimals }: ChainMoney,
): Promise<'same chain'> {
  if (moneyOf(cursor) === null)
    await db.chainCursor.updateMany({
      where: { id: 1, moneyDecimals: null },
      data: { moneySymbol: symbol, moneyDecimals: decimals },
    });
  return 'same chain';
}

async function judge(
  deps: Pick<Deps, 'db' | 'ledger' | 'config'>,
  cursor: Cursor | null,
  genesisHash: string,
  head: BlockRef,
  money: ChainMoney,
): Promise<Exclude<Comparison, 'others run'>> {
  if (!cursor) return 'first meeting';
  if (cursor.genesisHash !== genesisHash) return 'local chain was reset';
  const likeness = await likenessOf(deps, cursor, head);
  if (likeness !== 'the same') return likeness === 'behind' ? 'chain is behind' : 'local chain was reset';
  const used = moneyOf(cursor);
  if (used && (used.symbol !== money.symbol || used.decimals !== money.decimals)) return 'local money is another';
  const { contract } = deps.config.chain;
  const known = cursor.contractAddress;
  // A site whose payments are switched off for a while keeps what it knows of its contract.
  if (known === null || contract === null || known === contract) return 'same chain';
  return 'local contract is another';
}

interface Start {
  /** The block before the first that is read. */
  at: BlockRef;
  marks: BlockRef[];
  /** What the contract takes for a new tab. */
  tabCost: Amount;
}

/**
 * The block before the contract's first, so that nothing it ever said is missed; without a contract
 * there is nothing to miss. Null where the chain has not come to it.
 */
async function whereToStart(
  { ledger, config }: Pick<Deps, 'ledger' | 'config'>,
  head: BlockRef,
): Promise<Start | null> {
  const number = config.chain.contract === null ? head.number : config.chain.contractBlock - 1;
  if (number > head.number) return null;
  const [hash, first] = await Promise.all([ledger.blockHash(number), ledger.blockHash(1)]);
  if (hash === null) return null;
  const at = { number, hash };
  const tabCost = config.chain.contract === null ? amount(0n) : (await ledger.terms()).tabCost;
  return { at, marks: first === null ? [at] : [{ number: 1, hash: first }, at], tabCost };
}

/**
 * All that came from the chain. Vouchers before purses, entries (with their settlements) before
 * nothing: the order of the foreign keys.
 */
async function clear(tx: Tx): Promise<void> {
  await tx.voucher.deleteMany();
  await tx.purse.deleteMany();
  await tx.withdrawal.deleteMany();
  await tx.settlement.deleteMany();
  await tx.payout.deleteMany();
  await tx.walletTransaction.deleteMany();
  await tx.chainEvent.deleteMany();
  await tx.chainMark.deleteMany();
  // What was watched and is over stays, as a history that no chain knows any more: it is counted
  // apart from what is earned.
  await tx.viewing.updateMany({
    where: { status: { in: ['ended', 'settled'] } },
    data: { viewer: null, purseNonce: null, purseKey: null, payee: null, leased: '0' },
  });
}

/** Says that the chain is waited for, and after a while that it may be in vain. */
function waitForChain(
  { log, clock, config }: Pick<Deps, 'log' | 'clock' | 'config'>,
  head: BlockRef,
  cursor: Cursor | null,
): Comparison {
  const is = { is: head.number };
  if (!cursor) {
    const { contractBlock } = config.chain;
    log.warn(
      { ...is, contractBlock },
      `CONTRACT_BLOCK is ${contractBlock}, and the chain at CHAIN_URL is at block ${head.number}. It is waited for; ` +
        `if it never gets there, the two do not belong together.`,
    );
    return 'chain is behind';
  }
  const at = `The chain at CHAIN_URL is at block ${head.number}, and this database has read up to block ${cursor.blockNumber}.`;
  const facts = { ...is, was: cursor.blockNumber, since: cursor.updatedAt };
  if (clock.now().getTime() - cursor.updatedAt.getTime() < BEHIND_FOR) {
    log.warn(facts, `${at} It is waited for, and nothing is cleared.`);
  } else {
    log.error(
      facts,
      `${at} Nothing was read of it since ${cursor.updatedAt.toISOString()}. It is waited for, and nothing is cleared. If it does not ` +
        `get there, it lost blocks that it had finalized: point CHAIN_URL to an endpoint that has them.`,
    );
  }
  return 'chain is behind';
}

function foreign(cursor: Cursor, found: Comparison, contract: string | null, money: ChainMoney): ForeignChainError {
  const { blockNumber, blockHash, genesisHash, contractAddress } = cursor;
  if (found === 'local contract is another') {
    return new ForeignChainError(
      `The database knows the purses of the contract ${contractAddress}; CONTRACT_ADDRESS is ${contract}. Nothing was changed. ` +
        `Put CONTRACT_ADDRESS back, or give the new contract a database of its own.`,
    );
  }
  if (found === 'local money is another') {
    return new ForeignChainError(
      `The database was used with ${moneyWords(moneyOf(cursor))}; the chain at CHAIN_URL has ${moneyWords(money)}. All its prices and ` +
        `amounts would mean something else. Nothing was changed. Point CHAIN_URL or DATABASE_URL to where they belong together.`,
    );
  }
  return new ForeignChainError(
    `The database knows a chain whose block ${blockNumber} is ${blockHash} (genesis ${genesisHash}). ` +
      `The chain at CHAIN_URL has other blocks. Nothing was changed. Point CHAIN_URL or DATABASE_URL to where they belong together.`,
  );
}

const moneyWords = (money: ChainMoney | null) => money && `${money.symbol} of ${money.decimals} decimals`;
