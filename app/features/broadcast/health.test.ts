import { describe, expect, it } from 'vitest';
import { rateHealth } from './health';
import { type Figures } from './figures';

const fine: Figures = {
  bitsPerSecond: 1_700_000,
  framesPerSecond: 30,
  takenPerSecond: 30,
  lost: 0.001,
  roundTripMs: 40,
  dropped: 0,
  limited: { cpu: 0, bandwidth: 0 },
  layers: [],
  wanted: true,
  sendsPicture: true,
  sendsSound: true,
};
const rating = (change: Partial<Figures>, settling = false) => rateHealth({ ...fine, ...change }, settling);

describe('the rating on what goes out', () => {
  it('is good when nothing stands in the way', () => {
    expect(rating({})).toMatchObject({ tone: 'good', word: 'Good' });
    expect(rating({ lost: null, roundTripMs: null, framesPerSecond: null, takenPerSecond: null }).tone).toBe('good');
  });

  it('says that nothing is sent before anything else', () => {
    expect(rating({ sendsPicture: false, sendsSound: false, lost: 0.5 })).toMatchObject({
      tone: 'bad',
      word: 'Nothing is sent',
    });
  });

  it('takes a picture that nobody gets for what it is', () => {
    expect(rating({ wanted: false, framesPerSecond: null, bitsPerSecond: 0 }).tone).toBe('resting');
    expect(rating({ sendsPicture: false, wanted: false }).tone).toBe('good');
  });

  it('does not judge the first seconds', () => {
    expect(rating({ limited: { cpu: 0, bandwidth: 1 } }, true).tone).toBe('resting');
  });

  it.each([
    [{ limited: { cpu: 0, bandwidth: 0.5 } }, 'fair', 'Your network is slow'],
    [{ limited: { cpu: 0, bandwidth: 1 } }, 'bad', 'Your network is slow'],
    [{ lost: 0.05 }, 'fair', 'Your network loses data'],
    [{ lost: 0.2 }, 'bad', 'Your network loses data'],
    [{ roundTripMs: 500 }, 'fair', 'Your network is far away'],
    [{ limited: { cpu: 0.5, bandwidth: 0 } }, 'fair', 'Your computer is busy'],
    [{ limited: { cpu: 1, bandwidth: 0.5 } }, 'bad', 'Your computer is busy'],
    [{ limited: { cpu: 1, bandwidth: 1 } }, 'bad', 'Your network is slow'],
    [{ framesPerSecond: 12, dropped: 30 }, 'bad', 'Frames are dropped'],
    [{ framesPerSecond: 8, takenPerSecond: 8 }, 'fair', 'Few pictures'],
  ] as const)('%j is %s: %s', (change, tone, word) => {
    expect(rating(change)).toMatchObject({ tone, word });
  });

  it('does not take a still screen for dropped frames', () => {
    expect(rating({ framesPerSecond: 2, takenPerSecond: 30, dropped: 0 }).tone).toBe('good');
  });
});
