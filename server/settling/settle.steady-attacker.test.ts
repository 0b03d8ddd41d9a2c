import { expect, test } from 'vitest';
import { type Hex } from '../../sdk/voucher';
import { compareWithChain } from '../chain/compare';
import { followChain } from '../chain/follow';
import { HOUR, MINUTE, SECOND } from '../clock';
import { expectBooksAgree } from '../testing/books';
import { pass } from '../testing/chain-time';
import { LedgerRefusal, type PurseCall } from '../ledger';
import { makePayer, makePurse, makeVoucher, planckOf, signVoucher, UNIT, type Payer } from '../testing/factories';
import { fakeLedger, type FakeLedger } from '../testing/fake-ledger';
import { testClock, testDeps, type TestDeps } from '../testing/harness';
import { settleDue } from './settle';

/** The closing delay of a deployment. */
const DELAY = HOUR;
/** By then everybody who does nothing is settled: a thirtieth of the delay. */
const HONEST_BOUND = 2 * MINUTE;
/** By then everybody is, whatever they do. */
const BOUND = 10 * MINUTE;
/** How often the worker settles. */
const ROUND = 6 * SECOND;
const HONEST = 40;

/** A minute at 0.01. */
const SIGNED = (60n * UNIT) / 100n;

/** Purses whose viewers have each signed for a minute of the creator's, which is due. */
async function owing(deps: TestDeps, creator: Payer, count: number, seed: number): Promise<Payer[]> {
  const viewers: Payer[] = [];
  for (let at = 0; at < count; at += 1) viewers.push(await makePayer(deps, seed + at));
  for (const viewer of viewers) await makePurse(deps, viewer, { lanes: 4 });
  await pass(deps, 10 * MINUTE);
  for (const viewer of viewers) await makeVoucher(deps, viewer, creator, { seconds: 60n });
  return viewers;
}

const paidBy = async ({ ledger }: TestDeps, { h160 }: Payer, creator: Payer) =>
  (await ledger.tab(h160, 0, creator.h160))?.amount ?? 0n;

const allPaid = async (deps: TestDeps, viewers: Payer[], creator: Payer) =>
  (await Promise.all(viewers.map((viewer) => paidBy(deps, viewer, creator)))).every((paid) => paid === SIGNED);

/**
 * What a viewer can do to their purse just before the operator's transaction, one after the other:
 * another key with other limits, closing and not closing, a top-up, and announcing for a second
 * account of their own what would empty it. Each watches that account's stream meanwhile, so that
 * each round there is something of theirs to settle.
 */
async function meddle(deps: TestDeps, viewer: Payer, accomplice: Payer, turn: number): Promise<void> {
  const purse = await deps.ledger.purse(viewer.h160);
  if (!purse) return;
  await makeVoucher(deps, viewer, accomplice, { seconds: BigInt(6 * (turn + 1)) });
  const { limits } = purse.present;
  const drains = await signVoucher(deps, viewer, accomplice, { seconds: 10_000n, amount: purse.deposit, key: 0 });
  const moves: [Payer, PurseCall][] = [
    [viewer, { kind: 'rekey', sessionKey: viewer.key.publicKey, limits: { ...limits, lanes: 1 } }],
    [viewer, { kind: 'requestClose' }],
    [accomplice, { kind: 'announce', vouchers: [drains] }],
    [viewer, { kind: 'cancelClose' }],
    [viewer, { kind: 'topUp', amount: planckOf(deps) }],
    [viewer, { kind: 'close' }],
  ];
  const [by, call] = moves[turn % moves.length]!;
  await sendInFront(deps, by, call);
}

/**
 * It waits for the next block when this resolves; nothing where the contract refuses it: a fifth
 * key, closing twice.
 */
async function sendInFront({ ledger }: TestDeps, { address, wallet }: Payer, call: PurseCall): Promise<void> {
  try {
    const { payload } = await ledger.prepare(address, call);
    void ledger.submit(await ledger.assemble(payload, wallet.signPayload(payload)));
  } catch (error) {
    if (!(error instanceof LedgerRefusal)) throw error;
  }
}

/**
 * A chain with blocks by hand that ends each with what is sent, as if nobody else sent anything.
 */
function inOwnBlocks(ledger: FakeLedger): FakeLedger {
  const submit: FakeLedger['submit'] = (transaction, onBlock) => {
    const ending = ledger.submit(transaction, onBlock);
    ledger.finalize();
    return ending;
  };
  return { ...ledger, submit };
}

/**
 * The same to the operator, when the hostile pay more: each time that it has tried a batch, what
 * they send comes before it in its block.
 */
function behindThem(deps: TestDeps, chain: FakeLedger, hostile: Payer[], accomplice: Payer): TestDeps {
  const operator = inOwnBlocks(chain);
  let round = 0;
  const submit: FakeLedger['submit'] = async (transaction, onBlock) => {
    round += 1;
    for (const [at, viewer] of hostile.entries())
      await meddle({ ...deps, ledger: chain }, viewer, accomplice, at + round);
    return operator.submit(transaction, onBlock);
  };
  return { ...deps, ledger: { ...operator, submit } };
}

test.each([4, 60])(
  'with %i viewers who meddle before every batch, in its block, 40 others are settled within the bound, and they themselves not much later',
  async (count) => {
    const clock = testClock();
    const chain = fakeLedger({ clock, blocks: 'byHand', closingDelaySeconds: DELAY / SECOND, maxBatch: 25 });
    const deps = await testDeps({ clock, ledger: inOwnBlocks(chain) });
    await compareWithChain(deps);
    const creator = await makePayer(deps, 1);
    const accomplice = await makePayer(deps, 2);
    const honest = await owing(deps, creator, HONEST, 100);
    const hostile = await owing(deps, creator, count, 200);
    await pass(deps, HOUR);

    const attacked = behindThem(deps, chain, hostile, accomplice);
    let honestAfter: number | null = null;
    let took = 0;
    for (; took <= BOUND; took += ROUND) {
      await settleDue(attacked);
      await deps.settlements.finish();
      await followChain(deps);
      if (honestAfter === null && (await allPaid(deps, honest, creator))) honestAfter = took;
      if (honestAfter !== null && (await allPaid(deps, hostile, creator))) break;
      await pass(deps, ROUND);
    }
    expect(honestAfter).toBeLessThanOrEqual(HONEST_BOUND);
    expect(took, 'until the hostile were settled, too').toBeLessThanOrEqual(BOUND);
    expect(await deps.db.settlement.count({ where: { status: 'failed' } })).toBe(0);
    const before = await deps.db.$queryRaw<{ kind: string }[]>`
      SELECT DISTINCT m.kind FROM chain_events m JOIN chain_events s USING (block_number)
      WHERE s.kind = 'settled' AND m.index < s.index`;
    const meddled = ['announced', 'closingCancelled', 'closingRequested', 'rekeyed', 'toppedUp'];
    expect(before.map(({ kind }) => kind)).toEqual(expect.arrayContaining(meddled));
    await expectBooksAgree(deps);
  },
  240_000,
);

test('with one whose presence fails every batch, all others are settled within the bound, and that one alone after its last try', async () => {
  const deps = await testDeps();
  await compareWithChain(deps);
  const creator = await makePayer(deps, 1);
  const [attacker, ...others] = (await owing(deps, creator, 6, 2)) as [Payer, ...Payer[]];
  await pass(deps, HOUR);
  const doomed = new Set<Hex>();
  let attacks = 0;
  const ledger: typeof deps.ledger = {
    ...deps.ledger,
    async prepareSettling(vouchers) {
      const prepared = await deps.ledger.prepareSettling(vouchers);
      if (vouchers.some(({ viewer }) => viewer === attacker.h160) && (attacks += 1) <= 8) doomed.add(prepared.hash);
      return prepared;
    },
    async submit(transaction, onBlock) {
      if (doomed.has(transaction.hash)) deps.ledger.rejectNext();
      return deps.ledger.submit(transaction, onBlock);
    },
  };
  let othersAfter: number | null = null;
  let took = 0;
  for (; took <= BOUND && (await paidBy(deps, attacker, creator)) < SIGNED; took += ROUND) {
    await settleDue({ ...deps, ledger });
    await deps.settlements.finish();
    await followChain(deps);
    if (othersAfter === null && (await allPaid(deps, others, creator))) othersAfter = took;
    await pass(deps, ROUND);
  }
  expect(othersAfter).toBeLessThan(HONEST_BOUND);
  expect(await paidBy(deps, attacker, creator)).toBe(SIGNED);
  expect(took).toBeLessThanOrEqual(BOUND);
  await expectBooksAgree(deps);
}, 120_000);
