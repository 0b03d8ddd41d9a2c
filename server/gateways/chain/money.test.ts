import { describe, expect, test } from 'vitest';
import { type Connection } from './connection';
import { createMoney } from './money';

/**
 * A chain that says this of its money, and whose contracts count so many units to its smallest one.
 */
function chainSaying(told: object, ratio: bigint | null) {
  const consts = ratio === null ? {} : { revive: { nativeToEthRatio: { toBigInt: () => ratio } } };
  const answers: Record<string, unknown> = { system_chain: 'Some chain', system_properties: told };
  return createMoney({
    ask: async (method: string) => answers[method],
    api: async () => ({ consts }),
    epoch: () => 1,
  } as unknown as Connection);
}

describe('what a chain says of its money', () => {
  test.each([
    ['as Polkadot Hub does', { tokenSymbol: 'DOT', tokenDecimals: 10 }, 10n ** 8n, { symbol: 'DOT', decimals: 10 }],
    [
      'in lists, its own first',
      { tokenSymbol: ['KSM', 'USD'], tokenDecimals: [12, 6] },
      10n ** 6n,
      { symbol: 'KSM', decimals: 12 },
    ],
    ['as an Ethereum chain would', { tokenSymbol: 'ETH', tokenDecimals: 18 }, 1n, { symbol: 'ETH', decimals: 18 }],
    ['without contracts', { tokenSymbol: 'ROC', tokenDecimals: 12 }, null, { symbol: 'ROC', decimals: 12 }],
  ])('%s is taken as it is', async (_, told, ratio, money) => {
    expect(await chainSaying(told, ratio).properties()).toEqual({ name: 'Some chain', ...money });
  });

  test.each([
    ['nothing', {}, 'does not say'],
    ['nulls', { tokenSymbol: null, tokenDecimals: null }, 'does not say'],
    ['no decimals', { tokenSymbol: 'DOT' }, 'does not say'],
    ['no name', { tokenDecimals: 10 }, 'does not say'],
    ['empty lists', { tokenSymbol: [], tokenDecimals: [] }, 'does not say'],
    ['more decimals than the contract has', { tokenSymbol: 'DOT', tokenDecimals: 19 }, '19 decimals'],
    ['other decimals than its contracts count by', { tokenSymbol: 'DOT', tokenDecimals: 12 }, 'not 1000000'],
  ])('that is %s is an error, never a guess', async (_, told, words) => {
    await expect(chainSaying(told, 10n ** 8n).properties()).rejects.toThrow(words);
  });
});
