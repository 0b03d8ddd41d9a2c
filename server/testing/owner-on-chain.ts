import { type ApiPromise } from '@polkadot/api';
import { type KeyringPair } from '@polkadot/keyring/types';
import { expect } from 'vitest';
import { readBundle } from '../../scripts/contracts/artifact.mjs';
import {
  contractAt,
  h160Of,
  pairOf,
  send,
  timeOn,
  transfer,
  waitForTime,
  withChain,
} from '../../scripts/contracts/chain.mjs';
import { deployPurse } from '../../scripts/contracts/deploy.mjs';
import { bytesOf, hexOf, type H160, type Hex } from '../../sdk/voucher';
import { releaseKeyOf } from '../gateways/operator-keys';
import { testSessionKey } from './session-keys';

const [OWNER, NEXT_OPERATOR] = ['//Charlie', '//Alice'];
const [FEE, NEXT_FEE] = [250, 900];
const CLOSING_DELAY = 60;

/** The account that holds a contract's money: pallet-revive's address, filled up. */
const accountOfContract = (contract: Hex) =>
  hexOf(new Uint8Array([...bytesOf(contract), ...Array<number>(12).fill(0xee)]));

/**
 * What an owner can change on a real chain, and from when: not the terms of a purse that is open,
 * nobody's earnings or deposits, and nothing before a closing delay has passed.
 */
export async function expectOwnerBound(url: string): Promise<void> {
  const { contract } = await deployPurse({ url, secret: OWNER, closingDelay: CLOSING_DELAY, fee: FEE });
  await withChain(url, async (api) => {
    const purse = await contractAt(api, readBundle('purse').bundle, contract);
    const [owner, viewer, lateViewer] = await Promise.all([OWNER, '//Viewer//early', '//Viewer//late'].map(pairOf));
    if (!owner || !viewer || !lateViewer) throw new Error('an account is missing');
    const unit = 10n ** BigInt(api.registry.chainDecimals[0] ?? 0);
    const open = async (by: KeyringPair) => {
      const expiresAt = (await timeOn(api)) + 86_400n;
      const limits = { maxRate: 10n ** 15n, lanes: 1, extrasAllowance: 0, expiresAt };
      await purse.call(by, 'open', [testSessionKey().publicKey, limits], unit);
    };
    const next: [H160, Hex] = [await accountHex(api, NEXT_OPERATOR), releaseKeyOf(NEXT_OPERATOR).publicKey];
    for (const to of [viewer.address, lateViewer.address]) await send(api, transfer(api, to, 3n * unit), owner);
    await open(viewer);

    for (const [message, args] of [
      ['set_fee', [NEXT_FEE]],
      ['set_operator', next],
      ['withdraw_fees', []],
      ['withdraw_surplus', []],
    ] as const)
      await expect(purse.attempt(viewer.address, message, [...args]), message).rejects.toThrow('the contract refuses');
    await purse.call(owner, 'set_fee', [NEXT_FEE]);
    await purse.call(owner, 'set_operator', next);
    const before = await purse.read('terms');
    expect(Number(before.fee)).toBe(FEE);
    expect(before.operator.toHex()).toBe(await accountHex(api, OWNER));
    const nonce = Number((await purse.read('purse', await h160Of(api, viewer.address))).unwrap().nonce);
    const chainId = BigInt(before.chainId.toString());
    const release = async () => {
      const validUntil = (await timeOn(api)) + 60n;
      const said = { viewer: (await h160Of(api, viewer.address)) as H160, purseNonce: nonce, validUntil };
      return [validUntil, releaseKeyOf(NEXT_OPERATOR).sign({ chainId, contract }, said)];
    };
    await expect(purse.attempt(viewer.address, 'close_now', await release())).rejects.toThrow('the contract refuses');

    await send(api, transfer(api, accountOfContract(contract), unit / 2n), viewer);
    const { balance, deposits, earnings, fees } = await purse.read('totals');
    const surplus = [deposits, earnings, fees].reduce((left, part) => left - BigInt(part.toString()), BigInt(balance.toString())); // prettier-ignore
    expect(surplus).toBe(10n ** 18n / 2n);
    const { said } = await purse.call(owner, 'withdraw_surplus');
    expect(said.map(({ event, args }) => [event.identifier.split('::').at(-1), args.at(-1)?.toString()])).toContainEqual(['SurplusWithdrawn', String(surplus)]); // prettier-ignore
    const left = await purse.read('totals');
    expect(left.balance.toString()).toBe(left.deposits.toString()); // the deposit is untouched

    await waitForTime(api, BigInt(before.nextOperator.unwrap()[2].toString())); // set after the fee
    const after = await purse.read('terms');
    expect(Number(after.fee)).toBe(NEXT_FEE);
    expect(after.operator.toHex()).toBe(next[0]);
    await open(lateViewer);
    const feeOf = async ({ address }: KeyringPair) => Number((await purse.read('purse', await h160Of(api, address))).unwrap().fee); // prettier-ignore
    expect([await feeOf(viewer), await feeOf(lateViewer)]).toEqual([FEE, NEXT_FEE]);
    await purse.attempt(viewer.address, 'close_now', await release()); // the new operator's word is good now
  });
}

const accountHex = async (api: ApiPromise, secret: string) =>
  (await h160Of(api, (await pairOf(secret)).address)) as H160;
