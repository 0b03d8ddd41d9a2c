import { describe, expect, it } from 'vitest';
import { type PurseView } from '../transactions/purse-types';
import { situationOf } from './purse-situation';

const purseWith = (changes: Partial<PurseView>) =>
  ({ status: 'open', expired: false, closesAt: null, ...changes }) as PurseView;
const kindOf = (changes: Partial<PurseView>, keyPlace: Parameters<typeof situationOf>[1] = 'here') =>
  situationOf({ purse: purseWith(changes) }, keyPlace).kind;

describe('the situation of a purse', () => {
  it('is none without one, and tells whether there was one before', () => {
    expect(situationOf({ purse: null }, 'looking')).toEqual({ kind: 'none', closedBefore: false });
    expect(situationOf({ purse: purseWith({ status: 'closed' }) }, 'here')).toEqual({
      kind: 'none',
      closedBefore: true,
    });
  });

  it('is closing before all else, wherever the key is and whether or not its time is over', () => {
    expect(kindOf({ status: 'closing' })).toBe('closing');
    expect(kindOf({ status: 'closing', expired: true }, 'elsewhere')).toBe('closing');
  });

  it('is expired when its time is over, wherever the key is', () => {
    expect(kindOf({ expired: true })).toBe('expired');
    expect(kindOf({ expired: true }, 'elsewhere')).toBe('expired');
  });

  it('is another browser’s only once it is known that the key is not here', () => {
    expect(kindOf({}, 'looking')).toBe('ready');
    expect(kindOf({}, 'elsewhere')).toBe('keyElsewhere');
    expect(kindOf({}, 'here')).toBe('ready');
  });
});
