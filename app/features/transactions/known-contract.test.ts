import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { forgetContract, isKnownContract, rememberContract } from './known-contract';

const ours = {
  genesisHash: `0x${'1a'.repeat(32)}`,
  contract: `0x${'c0'.repeat(20)}`,
  callNumber: '0x2a06',
  decimals: 10,
} as const;

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('a browser', () => {
  let storage: Map<string, string>;
  beforeEach(() => {
    storage = new Map();
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => storage.get(key) ?? null,
      setItem: (key: string, value: string) => void storage.set(key, value),
      removeItem: (key: string) => void storage.delete(key),
    });
  });

  it('that has signed nothing yet goes by what the site says, and asking alone remembers nothing', () => {
    expect(isKnownContract(ours)).toBe(true);
    expect(isKnownContract({ ...ours, contract: `0x${'99'.repeat(20)}` })).toBe(true);
    expect(storage.size).toBe(0);
  });

  it('knows what it signed for, however it is written', () => {
    rememberContract(ours);
    expect(isKnownContract(ours)).toBe(true);
    expect(isKnownContract({ ...ours, contract: `0x${'C0'.repeat(20)}` })).toBe(true);
  });

  it.each([
    ['another contract', { contract: `0x${'99'.repeat(20)}` }],
    ['another chain', { genesisHash: `0x${'99'.repeat(32)}` }],
    ['another number of the call', { callNumber: '0x2a07' }],
    ['money of other decimals, by which it would pay a hundredfold', { decimals: 12 }],
  ] as const)('does not believe a site that suddenly speaks of %s', (_what, change) => {
    rememberContract(ours);
    expect(isKnownContract({ ...ours, ...change })).toBe(false);
    expect(isKnownContract(ours)).toBe(true); // and is not talked out of its own by being asked
  });

  it('that signed before decimals were kept knows its contract, and keeps them with the next', () => {
    storage.set('vilokanam-contract', `${ours.genesisHash} ${ours.contract} ${ours.callNumber}`);
    expect(isKnownContract(ours)).toBe(true);
    rememberContract(ours);
    expect(isKnownContract({ ...ours, decimals: 12 })).toBe(false);
  });

  it('goes by another one when its owner says so', () => {
    rememberContract(ours);
    const other = { ...ours, contract: `0x${'99'.repeat(20)}` } as const;
    forgetContract();
    expect(isKnownContract(other)).toBe(true);
    rememberContract(other);
    expect(isKnownContract(other)).toBe(true);
    expect(isKnownContract(ours)).toBe(false);
  });
});

it('a browser that keeps nothing knows none, and nothing breaks', () => {
  const closed = () => {
    throw new DOMException('denied', 'SecurityError');
  };
  vi.stubGlobal('localStorage', { getItem: closed, setItem: closed, removeItem: closed });
  rememberContract(ours);
  forgetContract();
  expect(isKnownContract(ours)).toBe(true);
});
