// A batch is sent with less weight than it takes, on the real node: the contract skips what the
// weight does not suffice for, settles the rest, and loses nothing.
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { amount } from '../../sdk/money';
import { type H160, type SignedVoucher } from '../../sdk/voucher';
import { worstOf } from '../../server/gateways/chain/worst-case';
import { testSessionKey, type TestSessionKey } from '../../server/testing/session-keys';
import { chainNode, startChain } from '../engines/chain.mjs';
import { scratchFolder } from '../testing/folders.mjs';
import { readBundle } from './artifact.mjs';
import { amountPerPlanckOn, type ApiPromise, contractAt, h160Of, pairOf, send, timeOn, withChain } from './chain.mjs';
import { deployPurse } from './deploy.mjs';

const NODE = chainNode() !== undefined;
if (!NODE) console.info('no-weight: left out, there is no polkadot-omni-node here (CHAIN_NODE_BIN)');

const RATE = 10n ** 15n;
const CREATORS = Array.from({ length: 8 }, (_, index): H160 => `0x${`c${index}`.repeat(20)}`);
const MILLISECOND = 10n ** 9n;
const PLENTY_OF_PROOF = 2n * 1024n * 1024n;

const dataDir = scratchFolder();
let chain: Awaited<ReturnType<typeof startChain>>;
beforeAll(async () => {
  if (NODE) chain = await startChain({ dataDir, kind: 'node' });
}, 240_000);
afterAll(async () => {
  await chain?.stop();
  rmSync(dataDir, { recursive: true });
});

type Purse = Awaited<ReturnType<typeof contractAt>>;

/**
 * Settles with so much weight, and says which creators' vouchers were settled and which were
 * skipped, and why.
 */
async function settle(api: ApiPromise, purse: Purse, vouchers: SignedVoucher[], refTime: bigint) {
  // what is asked for becomes a quarter more when it is sent
  const needs = { weight: { refTime: (refTime * 4n) / 5n, proofSize: PLENTY_OF_PROOF }, storageDeposit: 10n ** 13n };
  const { said } = await send(api, purse.transaction('settle', [vouchers], needs), await pairOf('//Bob'));
  const of = (name: string) => said.filter(({ event }) => event.identifier.endsWith(name));
  return {
    settled: of('Settled').map(({ args }) => String(args[1])),
    skipped: of('Skipped').map(({ args }) => [String(args[1]), String(args[5])]),
  };
}

async function openPurse(api: ApiPromise, purse: Purse, key: TestSessionKey): Promise<H160> {
  const viewer = await pairOf('//Alice');
  const expiresAt = (await timeOn(api)) + 86_400n;
  const limits = { maxRate: RATE, lanes: 16, extrasAllowance: 1_000, expiresAt };
  const deposit = 10n ** 18n / amountPerPlanckOn(api);
  await purse.call(viewer, 'open', [key.publicKey, limits], deposit);
  return h160Of(api, viewer.address);
}

test.skipIf(!NODE)(
  'what the weight does not suffice for is skipped as NoWeight, the rest is settled, and the next batch settles what was skipped',
  { timeout: 180_000 },
  async () => {
    const { url } = chain;
    const { contract } = await deployPurse({ url, secret: '//Bob', closingDelay: 60 });
    await withChain(url, async (api) => {
      const purse = await contractAt(api, readBundle('purse').bundle, contract);
      const key = testSessionKey();
      const viewer = await openPurse(api, purse, key);
      const domain = { chainId: BigInt(String(api.consts.revive?.chainId)), contract };
      // extras, which need no time to have passed
      const vouchers = CREATORS.map((creator) =>
        key.signVoucher(domain, {
          viewer,
          purseNonce: 1,
          key: 0,
          creator,
          seconds: 0n,
          amount: amount(0n),
          extras: amount(100n),
        }),
      );

      let waiting = vouchers;
      const settled: string[] = [];
      for (const refTime of [12n * MILLISECOND, 16n * MILLISECOND]) {
        const batch = await settle(api, purse, waiting, refTime);
        expect(batch.settled.length).toBeGreaterThan(0);
        const noWeight = batch.skipped.filter(([, reason]) => reason === 'NoWeight').map(([creator]) => creator);
        expect(noWeight.length).toBeGreaterThan(0);
        expect([...batch.settled, ...noWeight].sort()).toEqual(waiting.map(({ creator }) => creator).sort());
        settled.push(...batch.settled);
        waiting = waiting.filter(({ creator }) => noWeight.includes(creator));
      }

      const next = await settle(api, purse, waiting, worstOf({ name: 'settle', args: { vouchers: waiting } }).refTime);
      expect(next.skipped).toEqual([]);
      expect([...settled, ...next.settled].sort()).toEqual([...CREATORS].sort());
      const { paid, tabs } = (await purse.read('purse', viewer)).toJSON() as { paid: number; tabs: number };
      expect([paid, tabs]).toEqual([100 * CREATORS.length, CREATORS.length]);
    });
  },
);
