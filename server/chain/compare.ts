import { type BlockRef, type Deps, type Tx } from '../deps';
import { lockCursor, type Cursor } from './cursor';

/** What the comparison of database and chain found. */
export type Comparison = 'first meeting' | 'same chain' | 'local chain was reset' | 'local contract is another';

/** The database belongs to another chain or contract, or the chain lost blocks that it had finalized: nothing may run on this. */
export class ForeignChainError extends Error {
  override readonly name = 'ForeignChainError';
}

/**
 * Money lives in the database and on the chain; here the two are checked to speak of the same chain and the same contract: before
 * anything else runs, and again every minute, for a local chain may be reset under a running server.
 *
 * The cursor names the newest finalized block whose events were read (server/chain/follow.ts moves it). The chain must still have it:
 * another genesis or another hash at that height means another chain, or one that was reset. On a local chain that is an ordinary
 * morning (Chopsticks forgets when it stops), and so is a contract that was deployed anew: what the database holds of the chain is
 * cleared, and said. Anywhere else it is an error that a person has to look at.
 */
export async function compareWithChain(
  deps: Pick<Deps, 'db' | 'ledger' | 'clock' | 'log' | 'config'>,
): Promise<Comparison> {
  const { db, ledger, config, log } = deps;
  const [genesisHash, head] = await Promise.all([ledger.genesisHash(), ledger.finalizedHead()]);
  const cursor = await db.chainCursor.findUnique({ where: { id: 1 } });
  const { contract } = config.chain;
  const adopts = cursor?.contractAddress === null && contract !== null; // payments were set up since
  const found = await judge(deps, cursor, genesisHash, head);
  if (found === 'same chain' && !adopts) return found;
  if (cursor && found !== 'same chain' && !config.chain.local) throw foreign(cursor, found, contract);

  const start = await whereToStart(deps, head);
  const row = { genesisHash, contractAddress: contract, ...start, blockTime: head.time, updatedAt: deps.clock.now() };
  const done = await db.$transaction(async (tx) => {
    const now = await lockCursor(tx);
    if (now?.blockHash !== cursor?.blockHash) return false; // somebody else was here first: the next comparison sees
    if (found !== 'first meeting') await clear(tx);
    await tx.chainCursor.upsert({ where: { id: 1 }, create: { id: 1, ...row }, update: row });
    return true;
  });
  if (done && cursor && found !== 'same chain') {
    const what = found === 'local chain was reset' ? 'The local chain was reset.' : 'The local contract is another.';
    log.warn(
      { was: cursor.blockNumber, is: head.number },
      `${what} Purses, vouchers, settlements, payouts and wallet transactions of the old one were cleared.`,
    );
  }
  return found;
}

async function judge(
  { ledger, config }: Pick<Deps, 'ledger' | 'config'>,
  cursor: Cursor | null,
  genesisHash: string,
  head: BlockRef,
): Promise<Comparison> {
  if (!cursor) return 'first meeting';
  if (cursor.genesisHash !== genesisHash || !(await holds(ledger, head, cursor))) return 'local chain was reset';
  const known = cursor.contractAddress;
  // A site whose payments are switched off for a while keeps what it knows of its contract.
  if (known === null || config.chain.contract === null || known === config.chain.contract) return 'same chain';
  return 'local contract is another';
}

async function holds(ledger: Deps['ledger'], head: BlockRef, { blockNumber, blockHash }: Cursor): Promise<boolean> {
  return head.number >= blockNumber && (await ledger.blockHash(blockNumber)) === blockHash;
}

/** The block before the contract's first, so that nothing it ever said is missed; without a contract there is nothing to miss. */
async function whereToStart(
  { ledger, config }: Pick<Deps, 'ledger' | 'config'>,
  head: BlockRef,
): Promise<{ blockNumber: number; blockHash: string }> {
  const blockNumber = config.chain.contract === null ? head.number : config.chain.contractBlock - 1;
  const blockHash = blockNumber <= head.number ? await ledger.blockHash(blockNumber) : null;
  if (blockHash === null) {
    throw new ForeignChainError(
      `CONTRACT_BLOCK is ${config.chain.contractBlock}, and the chain at CHAIN_URL is at block ${head.number}. They do not belong together.`,
    );
  }
  return { blockNumber, blockHash };
}

/** All that came from the chain. Vouchers before purses, entries (with their settlements) before nothing: the order of the foreign keys. */
async function clear(tx: Tx): Promise<void> {
  await tx.voucher.deleteMany();
  await tx.purse.deleteMany();
  await tx.settlement.deleteMany();
  await tx.payout.deleteMany();
  await tx.walletTransaction.deleteMany();
  await tx.chainEvent.deleteMany();
}

function foreign(cursor: Cursor, found: Comparison, contract: string | null): ForeignChainError {
  const { blockNumber, blockHash, genesisHash, contractAddress } = cursor;
  if (found === 'local contract is another') {
    return new ForeignChainError(
      `The database knows the purses of the contract ${contractAddress}; CONTRACT_ADDRESS is ${contract}. Nothing was changed. ` +
        `Put CONTRACT_ADDRESS back, or give the new contract a database of its own.`,
    );
  }
  return new ForeignChainError(
    `The database knows a chain whose block ${blockNumber} is ${blockHash} (genesis ${genesisHash}). ` +
      `The chain at CHAIN_URL does not have that block. Nothing was changed. Point CHAIN_URL or DATABASE_URL to where they belong together.`,
  );
}
