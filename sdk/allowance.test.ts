import { expect, test } from 'vitest';
import { passTime, secondsAllowed, startAllowance, spendSeconds } from './allowance';

test('two seconds are there from the beginning, and one more for each that passes while it is agreed to pay', () => {
  const begun = startAllowance(0);
  expect(secondsAllowed(begun)).toBe(2n);
  const used = spendSeconds(begun, 2n);
  expect(secondsAllowed(passTime(used, 999, true))).toBe(0n);
  expect(secondsAllowed(passTime(passTime(used, 999, true), 1_000, true))).toBe(1n);
});

test('time that passes while nothing is agreed to counts nothing, and neither does a clock that goes back', () => {
  const later = passTime(startAllowance(0), 60_000, false);
  expect(secondsAllowed(later)).toBe(2n);
  expect(secondsAllowed(passTime(later, 10_000, true))).toBe(2n);
});

test('what was not used is kept for a minute at most', () => {
  expect(secondsAllowed(passTime(startAllowance(0), 3_600_000, true))).toBe(60n);
});

test('seconds that were not signed after all are given back', () => {
  expect(secondsAllowed(spendSeconds(spendSeconds(startAllowance(0), 2n), -1n))).toBe(1n);
});
