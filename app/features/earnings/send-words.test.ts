import { describe, expect, it } from 'vitest';
import { amount, parseAmount } from '../../../sdk/money';
import { createI18n, ENGLISH } from '../../../texts/i18n';
import { costWords, hindranceWords, isOnItsWay, readyWords, requestWords, type Sending } from './send-words';

const money = { symbol: 'DOT', decimals: 10 };
const i18n = createI18n('en', ENGLISH);

const sending: Sending = {
  needed: true,
  fee: parseAmount('0.001035')!,
  least: parseAmount('0.1035')!,
  arrives: amount(0n),
  existentialDeposit: amount(0n),
  hindrance: null,
};

describe('before one asks', () => {
  it('says what the platform keeps', () => {
    expect(costWords(sending, money, i18n)).toContain('keeps 0.00104 DOT for the chain’s fee');
    expect(costWords({ fee: amount(0n) }, money, i18n)).toContain('keeps nothing');
  });

  it('says under what is owed whether it waits', () => {
    const words = (changed: Partial<Sending>) => readyWords({ sending: { ...sending, ...changed } }, money, i18n);
    expect(words({})).toBe('Ready to withdraw');
    expect(readyWords({ sending: null }, money, i18n)).toBe('Ready to withdraw');
    expect(words({ needed: false, hindrance: 'tooLittleToSend' })).toBe('Ready to withdraw');
    expect(words({ hindrance: 'tooLittleToSend', least: amount(10n ** 17n + 1n) })).toContain(
      'until it is 0.10001 DOT',
    );
  });

  it('says from what amount on it is sent, and what helps meanwhile', () => {
    expect(hindranceWords(sending, money, i18n)).toBeNull();
    expect(hindranceWords({ ...sending, hindrance: 'tooLittleToSend' }, money, i18n)).toContain('from 0.1035 DOT on');
    expect(hindranceWords({ ...sending, hindrance: 'walletEmpty' }, money, i18n)).toContain('holds nothing');
    expect(hindranceWords({ ...sending, hindrance: 'walletUnmapped' }, money, i18n)).toContain('signed itself in');
  });
});

it('says how a request stands, and that nothing was taken when it failed', () => {
  const words = (['asked', 'sent', 'arrived', 'failed'] as const).map((status) =>
    requestWords({ status, message: null }, i18n),
  );
  expect(new Set(words).size).toBe(4);
  expect(words[3]).toContain('Nothing was taken');
  expect(requestWords({ status: 'failed', message: 'Because.' }, i18n)).toBe('Because.');
  expect((['asked', 'sent', 'arrived', 'failed'] as const).map((status) => isOnItsWay({ status }))).toEqual([
    ...[true, true],
    ...[false, false],
  ]);
  expect(isOnItsWay(null)).toBe(false);
});
