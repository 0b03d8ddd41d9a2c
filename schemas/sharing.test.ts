import { encodeAddress } from '@polkadot/util-crypto';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { contractAddress } from '../app/features/earnings/contract-address';
import { readForm } from '../app/lib/form';
import { percentText, readPercent, sharesForm } from './sharing';
import { says } from '../texts/says';

const account = (byte: number) => new Uint8Array(32).fill(byte);
const addressOf = (byte: number, prefix = 42) => encodeAddress(account(byte), prefix);
const own = contractAddress(addressOf(1))!;
const row = (address: string, basisPoints: string) => ({ address, basisPoints });

/** The form as a browser sends it, read; or what is said beside its fields. */
function read(rows: ReturnType<typeof row>[], shared = false) {
  const form = new FormData();
  for (const [at, { address, basisPoints }] of rows.entries()) {
    form.append(`shares[${at}].address`, address);
    form.append(`shares[${at}].basisPoints`, basisPoints);
  }
  const submission = readForm(form, sharesForm({ own, shared, accountOf: contractAddress }));
  if (submission.status === 'success') return submission.value;
  return {
    problems: Object.fromEntries(Object.entries(submission.error ?? {}).map(([name, all]) => [name, all?.[0]])),
  };
}

describe('a percentage', () => {
  it.each([
    ['12.5', 1_250],
    ['12.25', 1_225],
    [' 7 % ', 700],
    ['33.33%', 3_333],
    ['.5', 50],
    ['5.', 500],
    ['0.01', 1],
    ['100', 10_000],
    ['100.000', 10_000],
    ['007', 700],
  ])('"%s" is %i basis points', (text, basisPoints) => {
    expect(readPercent(text)).toEqual({ basisPoints });
  });

  it.each([
    ['', 'Type how much'],
    ['%', 'Type how much'],
    ['.', 'Type a number'],
    ['a lot', 'Type a number'],
    ['-5', 'Type a number'],
    ['1e2', 'Type a number'],
    ['1.2.3', 'Type a number'],
    ['12,5', 'Use a point'],
    ['12.345', 'At most two decimals'],
    ['0', 'at least 0.01'],
    ['0.00', 'at least 0.01'],
    ['100.01', 'at most 100'],
    ['9'.repeat(40), 'at most 100'],
  ])('"%s" is refused: %s', (text, problem) => {
    expect(readPercent(text)).toEqual({ problem: expect.stringContaining(problem) as string });
  });

  test('property: is read as it is said', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), (basisPoints) => {
        expect(readPercent(percentText(basisPoints))).toEqual({ basisPoints });
      }),
    );
  });
});

describe('parts', () => {
  it('are read as they were meant, up to everything', () => {
    const typed = [row(` ${addressOf(2)} `, '99.99'), row(`0x${'AB'.repeat(20)}`, '0.01')];
    expect(read(typed)).toEqual({
      shares: [
        { address: addressOf(2), basisPoints: 9_999 },
        { address: `0x${'AB'.repeat(20)}`, basisPoints: 1 },
      ],
    });
  });

  it('are all refused at once, each beside its field', () => {
    const typed = [row('', ''), row('@maya', '12,5'), row(addressOf(2), '20')];
    expect(read(typed)).toEqual({
      problems: {
        'shares[0].address': 'Type a wallet’s address, or remove this part.',
        'shares[0].basisPoints': 'Type how much, such as 12.5.',
        'shares[1].address': 'That is no address that we know. Copy it anew from the wallet.',
        'shares[1].basisPoints': 'Use a point for decimals, such as 12.5.',
      },
    });
  });

  it('name nobody twice, in whatever spelling', () => {
    const spellings = [addressOf(2, 0), contractAddress(addressOf(2))!, contractAddress(addressOf(2))!.toUpperCase()];
    for (const again of [addressOf(2), ...spellings.slice(0, 2), `0x${spellings[2]!.slice(2)}`]) {
      const typed = [row(addressOf(2), '1'), row(again, '1')];
      expect(read(typed)).toEqual({
        problems: { 'shares[1].address': 'This wallet has a part already. Put both into one.' },
      });
    }
  });

  it('do not go to the wallet itself, in whatever spelling', () => {
    for (const mine of [addressOf(1), addressOf(1, 0), own]) {
      const typed = [row(mine, '1')];
      expect(read(typed)).toEqual({
        problems: { 'shares[0].address': expect.stringContaining('this wallet itself') as string },
      });
    }
  });

  it('come to 100 % at most: it is said where they go over', () => {
    const typed = [row(addressOf(2), '60'), row(addressOf(3), '40'), row(addressOf(4), '0.01')];
    expect(read(typed)).toEqual({
      problems: {
        'shares[2].basisPoints': says('With this it is {percent} % in all. Give less.', { percent: '100.01' }),
      },
    });
  });

  it('are eight at most', () => {
    const typed = Array.from({ length: 9 }, (_, index) => row(addressOf(index + 2), '1'));
    expect(read(typed)).toEqual({
      problems: { shares: says('At most {most} others share. Remove some.', { most: 8 }) },
    });
    expect(read(typed.slice(1))).toHaveProperty('shares.length', 8);
  });

  it('may be none to end a split, and must be some to begin one', () => {
    expect(read([], true)).toEqual({ shares: [] });
    expect(read([])).toEqual({ problems: { shares: 'Add whom you share with first.' } });
  });
});
