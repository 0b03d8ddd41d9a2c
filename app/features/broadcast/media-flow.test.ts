import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dueReport, type MediaFlow, HEARTBEAT_MS, nextMediaFlow, STILL_MS } from './media-flow';

const samples = (steps: [at: number, counters: Record<string, number>][]) =>
  steps.reduce<MediaFlow | null>((flow, [at, counters]) => nextMediaFlow(flow, counters, at), null);

describe('the flow', () => {
  it('flows while frames advance, and says so when they stop', () => {
    expect(samples([[0, { camera: 10 }]])?.flowing).toBe(true);
    expect(
      samples([
        [0, { camera: 10 }],
        [500, { camera: 10 }],
      ])?.flowing,
    ).toBe(true);
    expect(
      samples([
        [0, { camera: 10 }],
        [500, { camera: 10 }],
        [STILL_MS, { camera: 10 }],
      ])?.flowing,
    ).toBe(false);
  });

  it('goes on with a frozen camera while sound is heard', () => {
    const flow = samples([0, 500, 1000, 1500, 2000].map((at) => [at, { camera: 10, microphone: 100 + at }]));
    expect(flow?.flowing).toBe(true);
  });

  it('has stopped at once when nothing is sent any more', () => {
    expect(
      samples([
        [0, { camera: 10 }],
        [100, {}],
      ])?.flowing,
    ).toBe(false);
  });

  it('takes what begins anew for moving, whatever its count', () => {
    const flow = samples([
      [0, { camera: 1000 }],
      [5000, { camera: 1000 }],
      [5500, { 'camera again': 3 }],
    ]);
    expect(flow?.flowing).toBe(true);
  });

  it('has no flow from counters that stand at nothing', () => {
    expect(samples([[0, { camera: 0 }]])?.flowing).toBe(false);
  });

  it('law: whatever moves before the limit at every sample never counts as stopped', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: STILL_MS - 1 }), { minLength: 1, maxLength: 50 }), (steps) => {
        let at = 0;
        let flow: MediaFlow | null = null;
        for (const [index, step] of steps.entries()) {
          at += step;
          flow = nextMediaFlow(flow, { camera: index + 1 }, at);
          if (!flow.flowing) return false;
        }
        return true;
      }),
    );
  });
});

describe('a report to the server', () => {
  it('is due at once on a change, else as a heartbeat', () => {
    expect(dueReport(null, true, 0)).toBe(true);
    const told = { flowing: true, at: 1_000, arrived: true };
    expect(dueReport(told, false, 1_001)).toBe(true);
    expect(dueReport(told, true, 1_000 + HEARTBEAT_MS - 1)).toBe(false);
    expect(dueReport(told, true, 1_000 + HEARTBEAT_MS)).toBe(true);
  });

  it('is due again soon when it did not arrive', () => {
    const lost = { flowing: false, at: 1_000, arrived: false };
    expect(dueReport(lost, false, 1_500)).toBe(false);
    expect(dueReport(lost, false, 2_000)).toBe(true);
  });
});
