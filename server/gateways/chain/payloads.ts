import { type ApiPromise } from '@polkadot/api';
import { type Hex } from '../../../sdk/voucher';
import { type WalletPayload } from '../../ledger';
import { type Blocks } from './blocks';

/** For how many blocks a transaction is good. */
const LIFETIME_BLOCKS = 64;
const NO_TIP: Hex = '0x0';

/** What an account signs to have a call carried out, good from the newest finalized block on. */
export async function payloadFor(
  api: ApiPromise,
  blocks: Blocks,
  { address, method, nonce }: { address: string; method: Hex; nonce: number },
): Promise<WalletPayload> {
  const [head, genesisHash] = await Promise.all([blocks.finalizedHead(), blocks.genesisHash()]);
  const { specVersion, transactionVersion } = api.runtimeVersion;
  const era = api.registry.createType('ExtrinsicEra', { current: head.number, period: LIFETIME_BLOCKS });
  return {
    address,
    blockHash: head.hash as Hex,
    blockNumber: hexNumber(head.number),
    era: era.toHex(),
    genesisHash: genesisHash as Hex,
    method,
    nonce: hexNumber(nonce),
    specVersion: specVersion.toHex(),
    transactionVersion: transactionVersion.toHex(),
    tip: NO_TIP,
    version: api.extrinsicVersion,
    signedExtensions: api.registry.signedExtensions,
    withSignedTransaction: true,
  };
}

const hexNumber = (value: number): Hex => `0x${value.toString(16).padStart(8, '0')}`;
