import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type ChainKind, chainNode, startChain } from '../../scripts/engines/chain.mjs';
import { scratchFolder } from '../../scripts/testing/folders.mjs';
import { type Ledger } from '../deps';
import { fakeLedger } from '../testing/fake-ledger';
import { holdsAsALedger } from '../testing/ledger-suite';
import { createLedger } from './ledger';

const KINDS: ChainKind[] = chainNode() ? ['chopsticks', 'node'] : ['chopsticks'];

describe('the fake ledger', () => {
  const ledger = fakeLedger();
  holdsAsALedger(
    () => ledger,
    async () => void ledger.finalize(),
  );
});

describe.each(KINDS)('the ledger on %s', { timeout: 60_000 }, (kind) => {
  const dataDir = scratchFolder();
  let chain: Awaited<ReturnType<typeof startChain>>;
  let ledger: Ledger;
  beforeAll(async () => {
    chain = await startChain({ dataDir, kind });
    ledger = createLedger([chain.url]);
  }, 120_000);
  afterAll(async () => {
    await ledger.close();
    await chain.stop();
    rmSync(dataDir, { recursive: true });
  });

  holdsAsALedger(
    () => ledger,
    async () => {
      const { number } = await ledger.finalizedHead();
      await vi.waitUntil(async () => (await ledger.finalizedHead()).number > number, {
        timeout: 50_000,
        interval: 250,
      });
    },
  );
});

test('a chain that is not there is said to be away, and asked questions fail instead of waiting for ever', async () => {
  const complaints = vi.spyOn(console, 'error').mockImplementation(() => undefined); // the provider tells of each attempt
  const ledger = createLedger(['ws://127.0.0.1:9']);
  expect(await ledger.health()).toEqual({ ok: false, detail: 'the chain does not answer' });
  await expect(ledger.genesisHash()).rejects.toThrow('the chain does not answer');
  await ledger.close();
  complaints.mockRestore();
});
