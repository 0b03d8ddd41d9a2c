import { expect, test } from 'vitest';
import { countsOf } from './browser-media';
import { MediaTally } from './media-tally';

test('counts only grow, whatever tracks come, go or begin again; two tracks are no more time than one', () => {
  const tally = new MediaTally();
  expect(
    tally.take([
      ['camera', { frames: 10, samples: 0 }],
      ['sound', { frames: 0, samples: 480 }],
    ]),
  ).toEqual({ frames: 10, samples: 480 });
  expect(
    tally.take([
      ['camera', { frames: 20, samples: 0 }],
      ['screen', { frames: 5, samples: 0 }],
    ]),
  ).toEqual({ frames: 20, samples: 480 });
  expect(tally.take([['camera', { frames: 3, samples: 0 }]])).toEqual({ frames: 20, samples: 480 });
  expect(tally.take([])).toEqual({ frames: 20, samples: 480 });
});

test('sound that was made up to fill a gap does not count', () => {
  const stats = { type: 'inbound-rtp', framesDecoded: 7, totalSamplesReceived: 1_000, concealedSamples: 400 };
  expect(countsOf(new Map([['a', stats]]) as unknown as RTCStatsReport)).toEqual({ frames: 7, samples: 600 });
});
