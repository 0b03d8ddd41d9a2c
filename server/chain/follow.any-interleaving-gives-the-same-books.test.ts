import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Db, type Ledger } from '../deps';
import { booksOf, eventful, expectBooksAgree } from '../testing/books';
import { type TestDeps } from '../testing/harness';
import { compareWithChain } from './compare';
import { followChain, type FollowOptions } from './follow';

/**
 * How a follower's round goes: to its end, until the chain goes away, or until the process dies
 * before a commit.
 */
type Fate = { kind: 'lives' } | { kind: 'chainLeaves'; after: number } | { kind: 'dies'; after: number };

/** Deps of a process with this fate. */
function fated(deps: TestDeps, fate: Fate): TestDeps {
  let left = fate.kind === 'lives' ? Infinity : fate.after;
  if (fate.kind === 'chainLeaves') {
    const blockOfEvents: Ledger['blockOfEvents'] = async (number) => {
      if ((left -= 1) < 0) throw new Error('the chain does not answer');
      return deps.ledger.blockOfEvents(number);
    };
    return { ...deps, ledger: { ...deps.ledger, blockOfEvents } };
  }
  const $transaction = (work: (tx: never) => Promise<unknown>, options: object) =>
    deps.db.$transaction(async (tx) => {
      const result = await work(tx as never);
      if ((left -= 1) < 0) throw new Error('this process was killed');
      return result;
    }, options);
  const db = new Proxy(deps.db, {
    get: (target, name) => (name === '$transaction' ? $transaction : Reflect.get(target, name)),
  });
  return { ...deps, db: db as Db };
}

async function forget({ db }: TestDeps) {
  await db.$transaction([
    db.voucher.deleteMany(),
    db.purse.deleteMany(),
    db.payout.deleteMany(),
    db.chainEvent.deleteMany(),
    db.chainCursor.deleteMany(),
  ]);
}

test('property: any interleaving of followers and crashes gives the same books as one straight reading', async () => {
  const { deps } = await eventful();
  await followChain(deps);
  await expectBooksAgree(deps);
  const straight = await booksOf(deps);

  const fate = fc.oneof(
    fc.constant<Fate>({ kind: 'lives' }),
    fc.nat(6).map((after): Fate => ({ kind: 'chainLeaves', after })),
    fc.nat(3).map((after): Fate => ({ kind: 'dies', after })),
  );
  const options = fc.record({ blocks: fc.integer({ min: 1, max: 8 }), ahead: fc.integer({ min: 1, max: 4 }) });
  const follower = fc.tuple(fate, options);
  const together = fc.array(follower, { minLength: 1, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(fc.array(together, { maxLength: 5 }), async (rounds: [Fate, FollowOptions][][]) => {
      await forget(deps);
      await compareWithChain(deps);
      for (const round of rounds) {
        await Promise.all(
          round.map(([fate, options]) => followChain(fated(deps, fate), options).catch((error: unknown) => error)),
        );
      }
      expect(await followChain(deps)).toBe('at the head');
      expect(await booksOf(deps)).toEqual(straight);
    }),
    { numRuns: 40 },
  );
}, 120_000);
