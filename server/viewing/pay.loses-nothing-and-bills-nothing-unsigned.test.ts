import fc from 'fast-check';
import { expect, test } from 'vitest';
import { amount } from '../../sdk/money';
import { hexOf, type H160 } from '../../sdk/voucher';
import { followChain } from '../chain/follow';
import { amountOf } from '../money';
import { makePayer, type Payer } from '../testing/factories';
import { expectNothingWritten, testDeps, type TestDeps } from '../testing/harness';
import { makeViewing, RATE, type MadeViewing } from '../testing/viewings';
import { checkSignature } from '../vouchers/check-signature';
import { Meters } from './metering/meters';
import { promisedOf } from '../balances/balance';
import { pay } from './pay';
import { persistMeters } from './metering/persist';
import { waitForTicks, tickMeters } from './metering/tick';

/** What happens to two viewings of one purse, with two processes on one database. */
type Step =
  | { kind: 'signs'; viewing: number; arrivesAt: number | null }
  /** An older voucher, once more: late, doubled, out of order. */
  | { kind: 'repeats'; viewing: number; at: number; back: number }
  | { kind: 'ticks' | 'stores' | 'dies'; at: number }
  | { kind: 'timePasses'; seconds: number }
  | { kind: 'settles' }
  /** The newest vouchers at both processes, all at once. */
  | { kind: 'collides'; viewing: number };

const viewing = fc.nat(1);
const at = fc.nat(1);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ kind: fc.constant('signs' as const), viewing, arrivesAt: fc.option(at, { freq: 4 }) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('repeats' as const), viewing, at, back: fc.nat(5) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('ticks' as const, 'stores' as const), at }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('dies' as const), at }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('timePasses' as const), seconds: fc.integer({ min: 1, max: 25 }) }),
  },
  fc.constant<Step>({ kind: 'settles' }),
  fc.record({ kind: fc.constant('collides' as const), viewing }),
);

/** A viewer's side: what they have signed, and the most that any process has said it counted. */
interface Signer {
  made: MadeViewing;
  joinedAt: number;
  signed: bigint;
  acknowledged: bigint;
}

class World {
  processes: TestDeps[];
  constructor(
    readonly deps: TestDeps,
    readonly signers: Signer[],
    readonly deposit: bigint,
  ) {
    this.processes = [0, 1].map(() => ({ ...deps, meters: new Meters(deps) }));
  }

  async send(process: number, signer: Signer, n: bigint) {
    if (n < 1n) return;
    const { seconds } = await pay(this.processes[process]!, signer.made.sign(n));
    if (seconds > signer.acknowledged) signer.acknowledged = seconds;
    expect(seconds <= signer.signed).toBe(true);
  }

  async take(step: Step) {
    switch (step.kind) {
      case 'signs': {
        const signer = this.signers[step.viewing]!;
        const passed = (this.deps.clock.now().getTime() - signer.joinedAt) / 1_000;
        if (signer.signed > BigInt(Math.floor(passed))) return; // whoever signs goes by the clock
        signer.signed += 1n;
        if (step.arrivesAt !== null) await this.send(step.arrivesAt, signer, signer.signed);
        return;
      }
      case 'repeats': {
        const signer = this.signers[step.viewing]!;
        return this.send(step.at, signer, signer.signed - BigInt(step.back));
      }
      case 'collides': {
        const signer = this.signers[step.viewing]!;
        const newest = [0n, 2n, 1n, 0n].map((back) => signer.signed - back);
        await Promise.all([0, 1].flatMap((process) => newest.map((n) => this.send(process, signer, n))));
        return;
      }
      case 'ticks':
        await tickMeters(this.processes[step.at]!);
        return waitForTicks(this.processes[step.at]!);
      case 'stores':
        return persistMeters(this.processes[step.at]!);
      case 'dies':
        this.processes[step.at] = { ...this.deps, meters: new Meters(this.deps) };
        return;
      case 'timePasses':
        this.deps.clock.advance(step.seconds * 1_000);
        return;
      case 'settles':
        return settle(this.deps, this.signers[0]!.made.viewer.h160);
    }
  }

  /**
   * Nothing is in the tables that was not signed, and the deposit holds all that is promised,
   * signed and settled.
   */
  async expectSound() {
    const { db, ledger } = this.deps;
    for (const { made, signed } of this.signers) {
      const row = await db.viewing.findUniqueOrThrow({ where: { id: made.id } });
      expect(row.secondsPaid <= signed).toBe(true);
      expect(amountOf(row.amount)).toBe(row.secondsPaid * RATE);
    }
    const viewer = this.signers[0]!.made.viewer;
    const tabs = await db.voucher.findMany({ where: { viewer: viewer.h160 } });
    for (const tab of tabs) {
      const told = {
        purseNonce: tab.purseNonce,
        key: tab.key,
        creator: tab.creator as H160,
        seconds: tab.seconds,
      };
      const money = { amount: amountOf(tab.amount), extras: amountOf(tab.extras) };
      const voucher = { viewer: viewer.h160, ...told, ...money, signature: hexOf(tab.signature!) };
      expect(checkSignature(ledger.domain, viewer.key.publicKey, voucher)).toBe(true);
      const ofPair = await db.viewing.aggregate({
        where: { viewer: viewer.h160, payee: tab.creator },
        _sum: { amount: true },
      });
      expect(amountOf(ofPair._sum.amount!)).toBe(money.amount); // conserved: a pair's viewings come to its newest voucher
    }
    const signedFor = tabs.reduce((sum, tab) => sum + amountOf(tab.amount), 0n);
    const promised = await promisedOf(db, viewer.h160, 1);
    expect(signedFor + promised <= this.deposit, 'exposure is above the deposit').toBe(true);
  }
}

/** The operator settles all that is stored of a purse. */
async function settle(deps: TestDeps, viewer: H160) {
  const { db, ledger } = deps;
  ledger.finalize();
  const tabs = await db.voucher.findMany({ where: { viewer, signature: { not: null } } });
  const vouchers = tabs.map((tab) => ({
    viewer: tab.viewer as H160,
    purseNonce: tab.purseNonce,
    key: tab.key,
    creator: tab.creator as H160,
    seconds: tab.seconds,
    amount: amountOf(tab.amount),
    extras: amountOf(tab.extras),
    signature: hexOf(tab.signature!),
  }));
  if (vouchers.length > 0) await ledger.submit(await ledger.prepareSettling(vouchers));
  await followChain(deps);
}

let people: Promise<{ creators: Payer[] }> | undefined;

async function newWorld(deps: TestDeps, deposit: bigint): Promise<World> {
  people ??= (async () => ({ creators: [await makePayer(deps, 1), await makePayer(deps, 2)] }))();
  const { creators } = await people;
  const signers: Signer[] = [];
  let viewer: Payer | undefined;
  for (const creator of creators) {
    const made = await makeViewing(deps, { ...(viewer && { viewer }), creator, purse: { deposit: amount(deposit) } });
    ({ viewer } = made);
    signers.push({ made, joinedAt: deps.clock.now().getTime(), signed: 0n, acknowledged: 0n });
  }
  return new World(deps, signers, deposit);
}

test('lost lines, doubled and disordered vouchers, dying processes and two of them at once lose nothing that was signed, and bill nothing that was not', async () => {
  const deps = await testDeps();
  people = undefined;
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 5, maxLength: 30 }),
      fc.constantFrom(5n, 50n, 90n, 50_000n),
      async (steps, seconds) => {
        const world = await newWorld(deps, seconds * RATE);
        for (const step of steps) {
          await world.take(step);
          await world.expectSound();
        }
        deps.clock.advance(2_000);
        for (const signer of world.signers) {
          await world.send(1, signer, signer.signed); // on reconnecting, the newest once more
          // and if there is no money for that, the newest that was taken
          await world.send(1, signer, signer.acknowledged);
          const { seconds: counted } = await pay(world.processes[1]!, signer.made.sign(signer.signed));
          if (seconds > 1_000n) expect(counted).toBe(signer.signed);
          expect(counted >= signer.acknowledged).toBe(true);
        }
        await Promise.all(world.processes.map(persistMeters));
        await world.expectSound();
        for (const { made, acknowledged } of world.signers) {
          const row = await deps.db.viewing.findUniqueOrThrow({ where: { id: made.id } });
          expect(row.secondsPaid >= acknowledged).toBe(true);
        }
        for (const process of world.processes)
          for (const metered of process.meters.all()) process.meters.update(metered, { ...metered.meter });
        // idempotent
        await expectNothingWritten(deps.db, () => Promise.all(world.processes.map(persistMeters)));
        await deps.db.viewing.updateMany({
          where: { leftAt: null },
          data: { leftAt: deps.clock.now(), endReason: 'left', status: 'ended' },
        });
      },
    ),
    { numRuns: 15 },
  );
}, 240_000);
