// Makes the local chain's specification from its compiled runtime. The runtime's own GenesisBuilder writes the state;
// Chopsticks only executes it. The same runtime always gives the same bytes, so everybody's chain has the same genesis hash.
import { BuildBlockMode, GenesisProvider, setup } from '@acala-network/chopsticks';
import { Keyring } from '@polkadot/api';
import { cryptoWaitReady } from '@polkadot/util-crypto';

/** Where the storage of every Substrate chain keeps its runtime: the bytes of ":code". */
export const CODE_KEY = '0x3a636f6465';

/** Development accounts that hold money at genesis, a million UNIT each. The first makes the blocks and is sudo. */
const DEV_ACCOUNTS = ['//Alice', '//Bob', '//Charlie'];
const ENDOWMENT = 1e16;

/**
 * The raw chain specification, in the form that polkadot-omni-node reads; Chopsticks reads the part that it knows.
 * @param {Buffer} runtime compiled runtime, compressed or not
 */
export async function chainSpecOf(runtime) {
  await cryptoWaitReady();
  const keyring = new Keyring({ type: 'sr25519' });
  const dev = DEV_ACCOUNTS.map((uri) => keyring.addFromUri(uri).address);
  /** @type {Record<string, string>} */
  const top = { [CODE_KEY]: `0x${runtime.toString('hex')}` };
  const spec = {
    name: 'Vilokanam Devnet',
    id: 'vilokanam-dev',
    chainType: 'Development',
    bootNodes: [],
    telemetryEndpoints: null,
    protocolId: null,
    properties: { ss58Format: 42, tokenDecimals: 10, tokenSymbol: 'UNIT' },
    // the node wants to know a relay chain and a parachain number; in its development mode neither is used
    relay_chain: 'rococo-local',
    para_id: 1000,
    codeSubstitutes: {},
    genesis: { raw: { top, childrenDefault: {} } },
  };

  const chain = await setup({ genesis: new GenesisProvider(spec), buildBlockMode: BuildBlockMode.Manual });
  // Chopsticks has already built block 1 on a state of nothing but the code; genesis is made on block 0, free of its traces.
  const block = await chain.getBlockAt(0);
  if (!block) throw new Error('Chopsticks has no block 0');

  const preset = bytesOf((await block.call('GenesisBuilder_get_preset', ['0x00'])).result);
  const config = JSON.parse(preset.subarray(preset.indexOf('{')).toString());
  config.aura.authorities = [dev[0]];
  config.balances.balances = dev.map((address) => [address, ENDOWMENT]);
  config.sudo.key = dev[0];

  const built = await block.call('GenesisBuilder_build_state', [scaleBytes(JSON.stringify(config))]);
  if (built.result !== '0x00') throw new Error(`the runtime refused its genesis: ${bytesOf(built.result)}`);
  for (const [key, value] of built.storageDiff) if (value) top[key] = value;
  await chain.close();
  return spec;
}

/** @param {string} hex */
const bytesOf = (hex) => Buffer.from(hex.slice(2), 'hex');

/**
 * SCALE for a byte string of 64 to 16,383 bytes: its length in two bytes, marked 0b01, then the bytes.
 * @param {string} text
 * @returns {`0x${string}`}
 */
function scaleBytes(text) {
  const bytes = Buffer.from(text);
  if (bytes.length < 64 || bytes.length >= 2 ** 14)
    throw new Error(`a genesis of ${bytes.length} bytes needs another length prefix`);
  const length = Buffer.alloc(2);
  length.writeUInt16LE((bytes.length << 2) | 1);
  return `0x${Buffer.concat([length, bytes]).toString('hex')}`;
}
