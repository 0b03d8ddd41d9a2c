import { describe, expect, it } from 'vitest';
import { countersOf, type SenderStats, type StatsEntry } from './sender-stats';

const sender = (stats: StatsEntry[], change: Partial<SenderStats> = {}): SenderStats => ({
  source: 'camera',
  key: 'a',
  kind: 'video',
  muted: false,
  wanted: true,
  stats,
  ...change,
});
const microphone = (bytesSent: number, change: Partial<SenderStats> = {}): SenderStats =>
  sender([{ type: 'outbound-rtp', bytesSent }], { source: 'microphone', key: 'm', kind: 'audio', ...change });

describe('what tells whether anything goes out', () => {
  it('counts frames that were sent, and bytes of sound', () => {
    const camera = sender([
      { type: 'outbound-rtp', rid: 'h', framesSent: 40 },
      { type: 'outbound-rtp', rid: 'f', framesSent: 2 },
      { type: 'media-source', frames: 90 },
    ]);
    expect(countersOf([camera, microphone(700)])).toEqual({ 'camera a': 42, 'microphone m': 700 });
  });

  it('takes encoded frames where the browser does not count the sent ones', () => {
    expect(countersOf([sender([{ type: 'outbound-rtp', framesEncoded: 7 }])])).toEqual({ 'camera a': 7 });
  });

  it('looks at the camera itself while nobody is to get its picture', () => {
    const camera = sender(
      [
        { type: 'outbound-rtp', framesSent: 42 },
        { type: 'media-source', frames: 90 },
      ],
      { wanted: false },
    );
    expect(countersOf([camera])).toEqual({ 'camera a taken': 90 });
  });

  it('takes muted sound for none', () => {
    expect(countersOf([microphone(700, { muted: true })])).toEqual({});
  });
});
