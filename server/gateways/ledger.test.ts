import { describe, expect, test, vi } from 'vitest';
import { amount } from '../../sdk/money';
import { type WalletPayload } from '../ledger';
import { fakeLedger } from '../testing/fake-ledger';
import { holdsAsALedger } from '../testing/ledger-suite';
import { realLedger } from '../testing/real-ledger';
import { testClock } from '../testing/test-clock';
import { type TestWallet } from '../testing/wallets';

// The real ones are in ledger.chopsticks.test.ts and ledger.node.test.ts, so that they run beside
// each other.
describe.each([10, 12, 18])('the chain in memory, whose accounts count %i decimals', (decimals) => {
  const clock = testClock();
  const ledger = fakeLedger({
    clock,
    decimals,
    closingDelaySeconds: 60,
    tabCost: amount(26n * 10n ** 14n),
    withdrawFee: amount(10n ** 15n),
    existentialDeposit: amount(10n ** 15n),
  });
  const world = () => ({
    ledger,
    async grow() {
      ledger.finalize();
    },
    async pass(seconds: number) {
      clock.advance(seconds * 1_000);
      ledger.finalize();
    },
    sign: (wallet: TestWallet, payload: WalletPayload) => wallet.signPayload(payload),
  });
  holdsAsALedger(world, { decimals });
});

test('a chain that is not there is said to be away, and asked questions fail instead of waiting for ever', async () => {
  // the provider tells of each attempt
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const ledger = realLedger({ endpoints: ['ws://127.0.0.1:9'], contract: `0x${'c0'.repeat(20)}` });
  await Promise.all([
    expect(ledger.health()).resolves.toEqual({ ok: false, detail: 'the chain does not answer' }),
    expect(ledger.genesisHash()).rejects.toThrow('the chain does not answer'),
    expect(ledger.terms()).rejects.toThrow('the chain does not answer'),
  ]);
  await ledger.close();
});
