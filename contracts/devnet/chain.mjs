// Runs the local chain under Chopsticks, where there is no polkadot-omni-node:  node chain.mjs CHAIN_SPEC.json PORT
//
// Chopsticks executes the real runtime, but two things it lacks are added here: the child storage of a chain that starts at
// genesis is empty, not an error (contracts live in child tries), and a block's time is the wall clock's, because the
// contract bills by it. The state is in memory: it is gone when this process stops.
import { readFileSync } from 'node:fs';
import { BuildBlockMode, GenesisProvider, setup } from '@acala-network/chopsticks';
import { handler } from '@acala-network/chopsticks/rpc/index';
import { createServer } from '@acala-network/chopsticks/server';
import { SetTimestamp } from '@acala-network/chopsticks-core/blockchain/inherent/timestamp';
import { getCurrentTimestamp } from '@acala-network/chopsticks-core/utils/index';
import { GenericExtrinsic } from '@polkadot/types';

/** How often a block is made when there is nothing to put in it: an empty block costs 0.4 s of CPU. */
const HEARTBEAT_MS = 6000;
const LOOK_MS = 250;

const EMPTY_CHILD_STORAGE = {
  childstate_getStorage: () => null,
  childstate_getKeysPaged: () => [],
  childstate_getStorageEntries: (/** @type {unknown[]} */ params) =>
    /** @type {unknown[]} */ (params[1]).map(() => null),
};

class Genesis extends GenesisProvider {
  /** @param {ConstructorParameters<typeof GenesisProvider>[0]} spec */
  constructor(spec) {
    super(spec);
    const send = this.send;
    this.clone = () => new Genesis(spec);
    /** @type {GenesisProvider['send']} */
    this.send = async (method, params, cacheable) => {
      const answer = EMPTY_CHILD_STORAGE[/** @type {keyof typeof EMPTY_CHILD_STORAGE} */ (method)];
      return answer ? answer(params) : send(method, params, cacheable);
    };
  }
}

/**
 * Chopsticks stamps a block with its parent's time plus a slot. Its own remedy, timeTravel, sets the time of the block that is already
 * there, so that a block's time would change after it was read.
 * @type {SetTimestamp['createInherents']}
 */
SetTimestamp.prototype.createInherents = async (newBlock) => {
  const parent = await newBlock.parentBlock;
  const meta = await parent?.meta;
  const setTime = meta?.tx.timestamp?.set;
  if (!parent || !setTime) throw new Error('a block is built on another one, by a runtime that keeps time');
  const before = Number(await getCurrentTimestamp(parent));
  const now = Math.max(Date.now(), before + 1); // the wall clock may be set back, a chain's never goes back
  return [new GenericExtrinsic(meta.registry, setTime(now)).toHex()];
};

const [specFile, port] = process.argv.slice(2);
if (!specFile || !port) throw new Error('usage: node chain.mjs CHAIN_SPEC.json PORT');
const chain = await setup({
  genesis: new Genesis(JSON.parse(readFileSync(specFile, 'utf8'))),
  buildBlockMode: BuildBlockMode.Manual,
  allowUnresolvedImports: true,
});
await createServer(handler({ chain }), Number(port), '127.0.0.1');

let sealedAt = 0;
let sealing = false;

async function sealWhenDue() {
  const now = Date.now();
  const due = chain.txPool.pendingExtrinsics.length > 0 || now - sealedAt >= HEARTBEAT_MS;
  if (sealing || !due) return;
  sealing = true;
  try {
    await chain.newBlock();
    sealedAt = now;
  } catch (error) {
    console.error('block not built', error);
  } finally {
    sealing = false;
  }
}

setInterval(() => void sealWhenDue(), LOOK_MS);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));
