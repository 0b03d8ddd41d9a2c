import { expect } from 'vitest';
import { followChain } from '../chain/follow';
import { SECOND } from '../clock';
import { settleDue } from '../settling/settle';
import { type TestDeps } from './harness';

/** Time passes, on the chain too, and the database reads it. */
export async function pass(deps: TestDeps, milliseconds: number) {
  deps.clock.advance(milliseconds);
  deps.ledger.finalize();
  await followChain(deps);
}

/** All that is due is settled on the chain, and the database has read it. */
export async function settle(deps: TestDeps) {
  await pass(deps, 10 * SECOND);
  expect(await settleDue(deps)).toBe('sent');
  await deps.settlements.finish();
  await followChain(deps);
}
