import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { firstChoice, LEAST, MOST, moveEnd } from './clip-span';

describe('what is chosen first', () => {
  test('is the half minute before a moment, of what is had around it', () => {
    expect(firstChoice([[0, 600]], 200)).toEqual({ span: [170, 200], within: [110, 230] });
    expect(firstChoice([[190, 204]], 200)).toEqual({ span: [190, 200], within: [190, 204] });
  });

  test('at the beginning is the least that a clip may be', () => {
    expect(firstChoice([[0, 600]], 1)).toEqual({ span: [0, LEAST], within: [0, LEAST + 30] });
  });

  test('where nothing is had is of what was had last before', () => {
    expect(
      firstChoice(
        [
          [0, 40],
          [80, 120],
        ],
        60,
      )?.span,
    ).toEqual([10, 40]);
  });

  test('is nothing where too little is had', () => {
    expect(firstChoice([[10, 14]], 12)).toBeNull();
    expect(firstChoice([], 12)).toBeNull();
  });
});

test('however its ends are moved, a clip stays within what is had, and as long as clips are', () => {
  const moves = fc.array(
    fc.record({ end: fc.constantFrom('from' as const, 'to' as const), to: fc.integer({ min: -50, max: 900 }) }),
  );
  fc.assert(
    fc.property(fc.nat(300), fc.integer({ min: LEAST, max: 400 }), fc.nat(700), moves, (from, long, at, all) => {
      const had = [from, from + long] as const;
      let choice = firstChoice([had], at);
      if (!choice) return;
      for (const { end, to } of all) choice = moveEnd(choice, end, to);
      const { span, within } = choice;
      expect(span[1] - span[0]).toBeGreaterThanOrEqual(LEAST);
      expect(span[1] - span[0]).toBeLessThanOrEqual(MOST);
      expect(span[0]).toBeGreaterThanOrEqual(within[0]);
      expect(span[1]).toBeLessThanOrEqual(within[1]);
      expect(within[0]).toBeGreaterThanOrEqual(had[0]);
      expect(within[1]).toBeLessThanOrEqual(had[1]);
    }),
  );
});
