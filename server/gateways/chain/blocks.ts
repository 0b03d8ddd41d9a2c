import { type EventRecord } from '@polkadot/types/interfaces';
import { type Registry } from '@polkadot/types/types';
import { blake2AsHex } from '@polkadot/util-crypto';
import { bytesOf, type Hex } from '../../../sdk/voucher';
import { type BlockRef, type ChainHead } from '../../ledger';
import { type Connection } from './connection';
import { errorName } from './dry-run';

/**
 * Where every Substrate chain keeps its events, its runtime's version and, in milliseconds, its
 * time.
 */
const EVENTS_KEY = '0x26aa394eea5630e07c48ae0c9558cef780d41e5e16056765bc8461851072c9d7';
const LAST_UPGRADE_KEY = '0x26aa394eea5630e07c48ae0c9558cef7f9cce9c888469bb1a0dceaa129672ef8';
const TIME_KEY = '0xf0c365c3cf59d671eb72da0e7a4113c49f1f0515f462cdcf84e0f1d6045dfcbb';

/** How an extrinsic went, as its block tells. */
export type Outcome = { ok: true } | { ok: false; detail: string };

/** The chain's blocks, by JSON-RPC. */
export interface Blocks {
  genesisHash(): Promise<string>;
  finalizedHead(): Promise<ChainHead>;
  hashAt(number: number): Promise<string | null>;
  refOf(hash: string): Promise<BlockRef>;
  timeAt(hash: string): Promise<Date>;
  /** The hashes of a block's extrinsics, in order. */
  extrinsicsIn(hash: string): Promise<Hex[]>;
  eventsIn(hash: string): Promise<{ registry: Registry; records: EventRecord[] }>;
  outcomeIn(hash: string, index: number): Promise<Outcome>;
}

export function createBlocks(connection: Connection): Blocks {
  const { ask } = connection;
  const header = (hash: string) => ask<{ number: string; parentHash: string } | null>('chain_getHeader', hash);

  async function refOf(hash: string): Promise<BlockRef> {
    const found = await header(hash);
    if (!found) throw new Error(`the chain does not have block ${hash}`);
    return { number: Number(found.number), hash };
  }

  async function timeAt(hash: string): Promise<Date> {
    const stored = await ask<Hex | null>('state_getStorage', TIME_KEY, hash);
    // genesis has no time
    return new Date(stored ? Number(Buffer.from(bytesOf(stored)).readBigUInt64LE()) : 0);
  }

  /**
   * The types of the runtime that made a block: an old block's events are in those of an old
   * runtime. A block's state names it; asking the chain for its runtime's version at that block
   * would have Chopsticks compile the runtime anew.
   */
  async function typesAt(hash: string): Promise<Registry> {
    const [api, stored] = await Promise.all([
      connection.api(),
      ask<Hex | null>('state_getStorage', LAST_UPGRADE_KEY, hash),
    ]);
    if (!stored) return api.registry; // genesis
    const { specVersion, specName } = api.registry.createType('FrameSystemLastRuntimeUpgradeInfo', bytesOf(stored));
    const now = api.runtimeVersion;
    if (now.specName.eq(specName) && now.specVersion.eq(specVersion.unwrap())) return api.registry;
    return (await connection.guarded(api.getBlockRegistry(bytesOf(hash)))).registry;
  }

  async function eventsIn(hash: string) {
    const [registry, stored] = await Promise.all([
      typesAt(hash),
      ask<Hex | null>('state_getStorage', EVENTS_KEY, hash),
    ]);
    const records = registry.createType('Vec<FrameSystemEventRecord>', bytesOf(stored ?? '0x00'));
    return { registry, records: [...records] as unknown as EventRecord[] };
  }

  async function outcomeIn(hash: string, index: number): Promise<Outcome> {
    const { registry, records } = await eventsIn(hash);
    for (const { phase, event } of records) {
      if (!phase.isApplyExtrinsic || phase.asApplyExtrinsic.toNumber() !== index || event.section !== 'system')
        continue;
      if (event.method === 'ExtrinsicSuccess') return { ok: true };
      if (event.method === 'ExtrinsicFailed') return { ok: false, detail: errorName(registry, event.data[0] as never) };
    }
    throw new Error(`block ${hash} does not tell how its extrinsic ${index} went`);
  }

  return {
    genesisHash: () => ask<string>('chain_getBlockHash', 0),
    hashAt: (number) => ask<string | null>('chain_getBlockHash', number),
    async finalizedHead() {
      const hash = await ask<string>('chain_getFinalizedHead');
      const [ref, time] = await Promise.all([refOf(hash), timeAt(hash)]);
      return { ...ref, time };
    },
    refOf,
    timeAt,
    async extrinsicsIn(hash) {
      const found = await ask<{ block: { extrinsics: Hex[] } } | null>('chain_getBlock', hash);
      if (!found) throw new Error(`the chain does not have block ${hash}`);
      return found.block.extrinsics.map((bytes) => blake2AsHex(bytesOf(bytes)) as Hex);
    },
    eventsIn,
    outcomeIn,
  };
}
