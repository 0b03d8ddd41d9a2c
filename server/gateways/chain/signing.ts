import { TypeRegistry } from '@polkadot/types';
import { type ExtrinsicPayload } from '@polkadot/types/interfaces';
import { type Registry } from '@polkadot/types/types';
import { blake2AsU8a } from '@polkadot/util-crypto';
import { bytesOf, type Hex, hexOf } from '../../../sdk/voucher';
import { type WalletScheme } from '../../deps';
import { ForeignSignature, type SignedTransaction, type WalletPayload } from '../../ledger';
import { accountOf, signedBy } from '../wallets';
import { SIGNED_EXTENSIONS } from './connection';

/** Longer than this, the hash is signed. */
const LONGEST_SIGNED_WHOLE = 256;
/** How Substrate's MultiSignature numbers the schemes. */
const SCHEMES = ['ed25519', 'sr25519', 'ecdsa'] as const satisfies WalletScheme[];
/** How a wallet says that it put the hash of the chain's metadata under its signature. */
const METADATA_HASH = 1;

/** The bytes that a wallet signs for a payload. Needs no chain: the payload names what is in it. */
export function signingBytes(payload: WalletPayload): Uint8Array {
  const registry = new TypeRegistry();
  registry.setSignedExtensions(payload.signedExtensions, SIGNED_EXTENSIONS, true);
  const whole = (
    registry.createType('ExtrinsicPayload', payload, { version: payload.version }) as ExtrinsicPayload
  ).toU8a({ method: true });
  return whole.length > LONGEST_SIGNED_WHOLE ? blake2AsU8a(whole) : whole;
}

/** A signature on what a payload says, with the byte by which the chain knows its scheme. */
export function checkedSignature(payload: WalletPayload, signature: string): Uint8Array {
  const account = accountOf(payload.address);
  const signed = account && signedBy(account, signingBytes(payload), signature);
  if (!signed) throw new ForeignSignature('the signature is not on what was prepared');
  return Uint8Array.of(SCHEMES.indexOf(signed.scheme), ...signed.signature);
}

/** Payload and signature as the chain takes them. `registry` is the chain's. */
export function transactionOf(
  registry: Registry,
  payload: WalletPayload & { mode?: number },
  signature: Uint8Array,
): SignedTransaction {
  const call = registry.createType('Call', bytesOf(payload.method));
  const extrinsic = registry.createType('Extrinsic', { method: call }, { version: payload.version });
  extrinsic.addSignature(payload.address, signature, payload as never);
  return { hash: extrinsic.hash.toHex(), bytes: extrinsic.toHex(), ...validityOf(registry, payload) };
}

/**
 * What some wallets answer with instead of a signature. It must be what was prepared, to the byte;
 * they may only put the hash of the chain's metadata under the signature, on chains that have a
 * place for it.
 */
export function checkedTransaction(
  registry: Registry,
  payload: WalletPayload,
  signedTransaction: string,
): SignedTransaction {
  const { signature, mode } = partsOf(registry, signedTransaction);
  const rebuilt = transactionOf(registry, { ...payload, mode }, signature);
  if (rebuilt.bytes !== signedTransaction.toLowerCase())
    throw new ForeignSignature('the signed transaction is not what was prepared');
  // The hash itself is in no transaction, so that signature is for the chain alone to check.
  if (mode !== METADATA_HASH) checkedSignature(payload, hexOf(signature));
  return rebuilt;
}

function partsOf(registry: Registry, signedTransaction: string): { signature: Uint8Array; mode: number } {
  try {
    const extrinsic = registry.createType('Extrinsic', bytesOf(signedTransaction));
    const { multiSignature } = extrinsic.inner.signature as unknown as { multiSignature: { toU8a(): Uint8Array } };
    if (!extrinsic.isSigned) throw new Error('it is not signed');
    const { mode } = extrinsic as unknown as { mode?: { toNumber(): number } };
    return { signature: multiSignature.toU8a(), mode: mode?.toNumber() ?? 0 };
  } catch {
    throw new ForeignSignature('the signed transaction cannot be read');
  }
}

/** The blocks that may contain it. */
export function validityOf(
  registry: Registry,
  { era, blockNumber }: Pick<WalletPayload, 'era' | 'blockNumber'>,
): Pick<SignedTransaction, 'validFromBlock' | 'validUntilBlock'> {
  const { asMortalEra } = registry.createType('ExtrinsicEra', bytesOf(era));
  const current = Number(blockNumber);
  return { validFromBlock: asMortalEra.birth(current), validUntilBlock: asMortalEra.death(current) - 1 };
}

/** Who signed a transaction, and with which of their nonces. */
export function signerOf(registry: Registry, bytes: Hex): { address: string; nonce: number } {
  const extrinsic = registry.createType('Extrinsic', bytesOf(bytes));
  return { address: extrinsic.signer.toString(), nonce: extrinsic.nonce.toNumber() };
}
