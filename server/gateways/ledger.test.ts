import { describe, expect, test, vi } from 'vitest';
import { fakeLedger } from '../testing/fake-ledger';
import { holdsAsALedger } from '../testing/ledger-suite';
import { realLedger } from '../testing/real-ledger';
import { testClock } from '../testing/test-clock';

// The real ones are in ledger.chopsticks.test.ts and ledger.node.test.ts, so that they run beside each other.
describe('the chain in memory', () => {
  const clock = testClock();
  const ledger = fakeLedger({ clock, closingDelaySeconds: 60 });
  holdsAsALedger(() => ({
    ledger,
    async grow() {
      ledger.finalize();
    },
    async pass(seconds) {
      clock.advance(seconds * 1_000);
      ledger.finalize();
    },
    sign: (wallet, payload) => wallet.signPayload(payload),
  }));
});

test('a chain that is not there is said to be away, and asked questions fail instead of waiting for ever', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined); // the provider tells of each attempt
  const ledger = realLedger({ endpoints: ['ws://127.0.0.1:9'], contract: `0x${'c0'.repeat(20)}` });
  await Promise.all([
    expect(ledger.health()).resolves.toEqual({ ok: false, detail: 'the chain does not answer' }),
    expect(ledger.genesisHash()).rejects.toThrow('the chain does not answer'),
    expect(ledger.terms()).rejects.toThrow('the chain does not answer'),
  ]);
  await ledger.close();
});
