import { expect, it } from 'vitest';
import { fakeLedger } from './fake-ledger';

it('keeps its blocks', async () => {
  const ledger = fakeLedger();
  const third = ledger.finalize(3);
  expect(third.number).toBe(3);
  expect(await ledger.finalizedHead()).toEqual(third);
  expect(await ledger.blockHash(3)).toBe(third.hash);
  expect(await ledger.blockHash(4)).toBeNull();
  expect(await ledger.blockHash(0)).toBe(await ledger.genesisHash());
});

it('is another chain after a reset, though its genesis may be the same', async () => {
  const ledger = fakeLedger();
  const genesis = await ledger.genesisHash();
  const first = ledger.finalize();
  ledger.reset();
  expect(await ledger.genesisHash()).toBe(genesis);
  expect((await ledger.finalizedHead()).number).toBe(0);
  expect(ledger.finalize().hash).not.toBe(first.hash);
  ledger.reset('another');
  expect(await ledger.genesisHash()).not.toBe(genesis);
});

it('can be away', async () => {
  const ledger = fakeLedger();
  ledger.setReachable(false);
  await expect(ledger.finalizedHead()).rejects.toThrow('the chain does not answer');
  expect(await ledger.health()).toMatchObject({ ok: false });
});
