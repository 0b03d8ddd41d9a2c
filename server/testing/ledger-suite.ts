import { expect, it } from 'vitest';
import { type Ledger } from '../deps';

/**
 * What every ledger is held to, the real one and the fake alike: what tests of the domain rely on is then true of the chain.
 * `ledger` is asked in each test; `grow` has the chain finalize at least one more block.
 */
export function holdsAsALedger(ledger: () => Ledger, grow: () => Promise<void>): void {
  it('has a genesis that does not change', async () => {
    const genesis = await ledger().genesisHash();
    expect(genesis).toMatch(/^0x[\da-f]{64}$/);
    await grow();
    expect(await ledger().genesisHash()).toBe(genesis);
    expect(await ledger().blockHash(0)).toBe(genesis);
  });

  it('grows, and keeps what it has finalized', async () => {
    const before = await ledger().finalizedHead();
    await grow();
    const after = await ledger().finalizedHead();
    expect(after.number).toBeGreaterThan(before.number);
    expect(after.hash).not.toBe(before.hash);
    expect(await ledger().blockHash(before.number)).toBe(before.hash);
  });

  it('has no block above its head', async () => {
    const head = await ledger().finalizedHead();
    expect(await ledger().blockHash(head.number + 1_000_000)).toBeNull();
  });

  it('says that it is well', async () => {
    expect(await ledger().health()).toMatchObject({ ok: true, detail: expect.stringContaining('block') as string });
  });
}
