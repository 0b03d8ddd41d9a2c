// Thousands of random operations by honest and hostile parties on a real node, many in each block,
// against a model that was written for this. After every block what the chain holds of everybody is
// compared with it: npm run chain:hunt -- --operations 20000 --seed 1
import { generateKeyPairSync, sign } from 'node:crypto';
import { parseArgs } from 'node:util';
import { Keyring, type ApiPromise } from '@polkadot/api';
import { type KeyringPair } from '@polkadot/keyring/types';
import { readAbi } from '../../server/gateways/chain/abi';
import { createConnection } from '../../server/gateways/chain/connection';
import { createContract } from '../../server/gateways/chain/contract';
import { messageOf } from '../../server/gateways/chain/translate';
import { accountOf, h160Of } from '../../server/gateways/wallets';
import { type PurseCall } from '../../server/ledger';
import { createLogger } from '../../server/log';
import { amount } from '../../sdk/money';
import { systemTimers } from '../../sdk/timers';
import { encodeVoucher, hexOf, type H160, type Hex, type VoucherDomain } from '../../sdk/voucher';
import { startChain } from '../engines/chain.mjs';
import { scratchFolder } from '../testing/folders.mjs';
import { amountPerPlanckOn, timeOn } from './chain.mjs';
import { deployPurse } from './deploy.mjs';
import { Model, Refused, type HuntVoucher } from './hunt-model';

const { values } = parseArgs({
  options: {
    operations: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    together: { type: 'string', default: '60' },
  },
});
const wanted = Number(values.operations);
const together = Number(values.together);
const OPERATOR = '//Bob';
const UNIT = 10n ** 18n;
const TAB_COST = UNIT / 400n;
const DELAY = 60;
/** Enough for an ended window with a claim of each creator for each key. */
const WEIGHT = { refTime: 240_000_000_000n, proofSize: 2_000_000n };
/** What a call may hold back for storage, and what everybody is given. */
const [DEPOSIT_LIMIT, GIFT] = [10n * UNIT, 10_000n * UNIT];

/** mulberry32: the same seed gives the same operations, though the chain's times differ. */
let state = Number(values.seed) >>> 0;
function random(): number {
  state = (state + 0x6d2b79f5) >>> 0;
  let mixed = Math.imul(state ^ (state >>> 15), state | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}
const below = (count: number) => Math.floor(random() * count);
function one<Item>(of: readonly Item[]): Item {
  const item = of[below(of.length)];
  if (item === undefined) throw new Error('there is nothing to choose from');
  return item;
}
const upTo = (most: bigint) => (BigInt(below(2 ** 31)) * (most + 1n)) >> 31n;

interface Person {
  name: H160;
  pair: KeyringPair;
  nonce: number;
}
interface Signer {
  publicKey: Hex;
  sign(bytes: Uint8Array): Hex;
}
function signer(): Signer {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  return {
    publicKey: hexOf(Buffer.concat([Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])),
    sign: (bytes) => hexOf(sign('sha256', bytes, { key: privateKey, dsaEncoding: 'ieee-p1363' })),
  };
}
const signers = Array.from({ length: 6 }, signer);

function voucherFor(model: Model, domain: VoucherDomain, viewer: H160, creator: H160, now: bigint): HuntVoucher {
  const purse = model.purses.get(viewer);
  const key = purse?.keys.length ? one(purse.keys) : undefined;
  const tab = key && model.tabs.get(`${viewer} ${key.number} ${creator}`);
  const begun = tab?.nonce === purse?.nonce ? tab : undefined;
  const rate = key?.rate ?? 1n;
  const seconds = now % 100_000n;
  const growth = one([0n, 1n, rate, rate * 3n, rate * 40n, rate * 5_000n, upTo(rate * 60n)]);
  const signed = {
    viewer,
    purseNonce: (purse?.nonce ?? 1) - (below(20) === 0 ? 1 : 0),
    key: key?.number ?? below(3),
    creator,
    seconds: one([seconds, seconds, seconds + 200_000n, 5n]),
    amount: amount((begun?.amount ?? 0n) + growth),
    extras: amount((begun?.extras ?? 0n) + (below(4) === 0 ? upTo(UNIT / 10n) : 0n)),
  };
  const honest = signers.find(({ publicKey }) => publicKey === key?.publicKey);
  const by = honest && below(12) > 0 ? honest : one(signers);
  return { ...signed, signature: by.sign(encodeVoucher(domain, signed)), signer: by.publicKey };
}

function operation(
  model: Model,
  domain: VoucherDomain,
  people: Person[],
  operator: Person,
  now: bigint,
): { by: Person; call: PurseCall } {
  // prettier-ignore
  const viewers = people.slice(0, 8);
  const [viewer, somebody] = [one(viewers), one(people)];
  const rate = one([1n, UNIT / 1_000n, UNIT / 10n]);
  const expiresAt = new Date((Number(now) + one([30, 200, 4_000, 90_000])) * 1_000);
  const limits = { maxRate: amount(rate), lanes: 1 + below(4), extrasAllowance: amount(upTo(UNIT)), expiresAt };
  const vouchers = () => Array.from({ length: 1 + below(5) }, () => voucherFor(model, domain, one(viewers).name, one(people).name, now)); // prettier-ignore
  const claims = [...(model.purses.get(viewer.name)?.window?.claims.values() ?? [])];
  const pairs = claims.map(({ key, creator }) => ({ key, creator: creator as H160 }));
  const some = pairs.filter(() => below(2) === 0);
  const sum = amount((1n + upTo(3n * 10n ** 6n)) * 10n ** 12n);
  const choices: [number, Person, () => PurseCall][] = [
    [5, viewer, () => ({ kind: 'open', deposit: sum, sessionKey: one(signers).publicKey, limits })],
    [3, viewer, () => ({ kind: 'topUp', amount: sum })],
    [4, viewer, () => ({ kind: 'rekey', sessionKey: one(signers).publicKey, limits })],
    [2, viewer, () => ({ kind: 'requestClose' })],
    [1, viewer, () => ({ kind: 'cancelClose' })],
    [3, viewer, () => ({ kind: 'close' })],
    [1, viewer, () => ({ kind: 'removeTabs', tabs: [{ key: below(4), creator: somebody.name }] })],
    [14, operator, () => ({ kind: 'settle', vouchers: vouchers() })],
    [1, somebody, () => ({ kind: 'settle', vouchers: vouchers() })],
    [8, somebody, () => ({ kind: 'announce', vouchers: vouchers() })],
    [8, somebody, () => ({ kind: 'payAnnounced', viewer: viewer.name, claims: below(2) === 0 ? some : pairs })],
    [1, somebody, () => ({ kind: 'clearClaims', claims: pairs.map((pair) => ({ ...pair, viewer: viewer.name })) })],
    [2, somebody, () => ({ kind: 'setSplit', shares: people.slice(8, 8 + below(4)).map(({ name }) => ({ account: name, basisPoints: 1 + below(3_000) })) })], // prettier-ignore
    [2, somebody, () => ({ kind: 'distribute', creator: one(people).name })],
    [3, somebody, () => ({ kind: 'withdraw' })],
    [2, one([somebody, operator]), () => ({ kind: 'withdrawFor', account: one(people).name })],
  ];
  let draw = below(choices.reduce((all, [weight]) => all + weight, 0));
  for (const [weight, by, make] of choices) if ((draw -= weight) < 0) return { by, call: make() };
  throw new Error('nothing was drawn');
}

async function main() {
  const log = createLogger({ level: 'silent' });
  const chain = await startChain({ dataDir: scratchFolder(), kind: 'node' });
  const connection = createConnection([chain.url], { log, timers: systemTimers });
  try {
    const fee = 250;
    const set = { url: chain.url, secret: '//Charlie', operator: OPERATOR, closingDelay: DELAY, fee };
    const { contract: address } = await deployPurse({ ...set, tabCost: TAB_COST, withdrawFee: UNIT / 10_000n });
    const api = await connection.api();
    const contract = createContract(connection, address, readAbi);
    const planck = amountPerPlanckOn(api);
    const { chainId } = await contract.terms();
    const domain = { chainId, contract: address };
    const keyring = new Keyring({ type: 'sr25519' });
    const person = async (uri: string): Promise<Person> => {
      const pair = keyring.addFromUri(uri);
      const account = accountOf(pair.address);
      if (!account) throw new Error('not an account');
      const nonce = await connection.ask<number>('system_accountNextIndex', pair.address);
      return { name: h160Of(account), pair, nonce };
    };
    const operator = await person(OPERATOR);
    const people = await Promise.all(Array.from({ length: 16 }, (_, at) => person(`//Hunter//${at}`)));
    const giver = await person('//Alice');
    for (const { pair } of people)
      await sent(api, giver, api.tx.balances?.transferKeepAlive?.(pair.address, GIFT / planck));
    await blocksPass(2);

    const model = new Model({ operator: operator.name, delay: BigInt(DELAY), fee: BigInt(fee), tabCost: TAB_COST, withdrawFee: UNIT / 10_000n, batch: 100 }); // prettier-ignore
    const waiting = new Map<string, { by: Person; call: PurseCall }>();
    let [done, succeeded, blocks, told] = [0, 0, 0, 0];
    let seen = (await api.rpc.chain.getHeader()).number.toNumber();
    while (done < wanted) {
      const now = await timeAt(seen);
      while (waiting.size < Math.min(together, wanted - done)) {
        const { by, call } = operation(model, domain, people, operator, now);
        const { message, value } = messageOf(call);
        const data = readAbiOnce().encode(message);
        const hash = await sent(
          api,
          by,
          api.tx.revive?.call?.(address, value / planck, WEIGHT, DEPOSIT_LIMIT / planck, data),
        );
        waiting.set(hash, { by, call });
      }
      await blocksPass(1);
      const newest = (await api.rpc.chain.getHeader()).number.toNumber();
      for (seen += 1; seen <= newest; seen += 1) {
        const happened = await inBlock(seen);
        for (const { hash, ok } of happened) {
          const operation = waiting.get(hash);
          if (!operation) continue;
          waiting.delete(hash);
          done += 1;
          if (ok) succeeded += 1;
          attempt(operation, await timeAt(seen), ok, seen);
        }
        if (happened.length > 0) await compare(seen);
        blocks += 1;
      }
      seen = newest;
      if (done - told >= 1_000 && (told = done))
        console.log(`${done} operations in ${blocks} blocks, ${succeeded} of them successful`);
    }
    console.log(`seed ${values.seed}: ${done} operations in ${blocks} blocks, ${succeeded} of them successful; the chain and the model agree after every block`); // prettier-ignore

    /** What the chain did, the model does; what the chain refused, it refuses. */
    function attempt({ by, call }: { by: Person; call: PurseCall }, time: bigint, ok: boolean, block: number) {
      const before = structuredClone({ purses: model.purses, tabs: model.tabs, accounts: model.accounts });
      const { fees } = model;
      try {
        model.do(by.name, call, time);
        if (!ok) throw new Error(`block ${block}: the chain refused what the model did: ${said(call)}`);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        Object.assign(model, before, { fees });
        if (ok) throw new Error(`block ${block}: the chain did what the model refused (${error.message}): ${said(call)}`, { cause: error }); // prettier-ignore
      }
    }

    /** Everybody's purse and earnings, and the books, as the chain has them after this block. */
    async function compare(block: number) {
      const hash = (await api.rpc.chain.getBlockHash(block)).toHex();
      for (const { name } of [...people, operator]) {
        const { owed, pot } = await contract.readAt('earnings', { account: name }, hash);
        const account = model.accounts.get(name);
        equal(block, `earnings of ${name}`, [owed, pot], [account?.owed ?? 0n, (account?.pot ?? 0n) + (account?.later ?? 0n)]); // prettier-ignore
        const purse = model.purses.get(name);
        if (!purse) continue;
        const info = await contract.readAt('purse', { viewer: name }, hash);
        equal(block, `purse of ${name}`, [info?.open, info?.nonce, info?.deposit, info?.reserved, info?.claims], [purse.open, purse.nonce, purse.deposit, purse.reserved, purse.window?.claims.size ?? 0]); // prettier-ignore
        if (purse.open) equal(block, `extras of ${name}`, [...(info?.retired ?? []), info?.present].map((key) => key?.extras), purse.keys.map((key) => key.extras)); // prettier-ignore
      }
      const totals = await contract.readAt('totals', {}, hash);
      const open = [...model.purses.values()].filter((purse) => purse.open).length;
      equal(block, 'totals', [totals.deposits, totals.earnings, totals.fees, totals.openPurses], [model.deposits(), model.earnings(), model.fees, open]); // prettier-ignore
      equal(block, 'the balance covers the books', totals.balance >= totals.deposits + totals.earnings + totals.fees, true); // prettier-ignore
    }

    async function inBlock(number: number): Promise<{ hash: string; ok: boolean }[]> {
      const hash = await api.rpc.chain.getBlockHash(number);
      const [{ block }, at] = await Promise.all([api.rpc.chain.getBlock(hash), api.at(hash)]);
      const events = (await at.query.system?.events?.()) as unknown as { phase: { isApplyExtrinsic: boolean; asApplyExtrinsic: { toNumber(): number } }; event: { section: string; method: string } }[]; // prettier-ignore
      return block.extrinsics.map((extrinsic, index) => ({
        hash: extrinsic.hash.toHex(),
        ok: events.some(({ phase, event }) => phase.isApplyExtrinsic && phase.asApplyExtrinsic.toNumber() === index && event.section === 'system' && event.method === 'ExtrinsicSuccess'), // prettier-ignore
      }));
    }
    async function timeAt(number: number): Promise<bigint> {
      return timeOn(await api.at(await api.rpc.chain.getBlockHash(number)));
    }
    async function blocksPass(count: number) {
      const until = (await api.rpc.chain.getHeader()).number.toNumber() + count;
      while ((await api.rpc.chain.getHeader()).number.toNumber() < until)
        await new Promise((resolve) => setTimeout(resolve, 200));
    }
  } finally {
    await connection.close();
    await chain.stop();
  }
}

type Extrinsic = NonNullable<ReturnType<NonNullable<ApiPromise['tx'][string]>[string]>>;
async function sent(api: ApiPromise, by: Person, call: Extrinsic | undefined): Promise<string> {
  if (!call) throw new Error('the chain has no such call');
  const signed = await call.signAsync(by.pair, { nonce: by.nonce, era: 0 });
  by.nonce += 1;
  return (await api.rpc.author.submitExtrinsic(signed)).toHex();
}

const abis: ReturnType<typeof readAbi>[] = [];
const readAbiOnce = () => (abis[0] ??= readAbi());
const said = (value: unknown) =>
  JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? String(part) : part));
function equal(block: number, what: string, chain: unknown, model: unknown) {
  if (said(chain) !== said(model)) throw new Error(`block ${block}: ${what}: the chain says ${said(chain)}, the model ${said(model)} (seed ${values.seed})`); // prettier-ignore
}

await main();
process.exit(0);
