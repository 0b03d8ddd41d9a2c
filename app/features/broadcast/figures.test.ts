import { describe, expect, it } from 'vitest';
import { figuresBetween } from './figures';
import { type SenderStats, type StatsEntry } from './sender-stats';

const sender = (stats: StatsEntry[], change: Partial<SenderStats> = {}): SenderStats => ({
  source: 'camera',
  key: 'a',
  kind: 'video',
  muted: false,
  wanted: true,
  stats,
  ...change,
});

describe('the figures', () => {
  const at = (seconds: number): StatsEntry[] => [
    { type: 'media-source', frames: 30 * seconds, framesPerSecond: 30 },
    {
      type: 'outbound-rtp',
      rid: 'q',
      active: true,
      bytesSent: 10_000 * seconds,
      packetsSent: 50 * seconds,
      framesEncoded: 20 * seconds,
      framesPerSecond: 20,
      frameWidth: 320,
      frameHeight: 180,
      qualityLimitationDurations: { bandwidth: 0, cpu: 0 },
    },
    {
      type: 'outbound-rtp',
      rid: 'f',
      active: true,
      bytesSent: 90_000 * seconds,
      packetsSent: 50 * seconds,
      framesEncoded: 25 * seconds,
      framesPerSecond: 25,
      frameWidth: 1280,
      frameHeight: 720,
      qualityLimitationDurations: { bandwidth: seconds / 2, cpu: 0 },
    },
    { type: 'remote-inbound-rtp', packetsLost: 5 * seconds, roundTripTime: 0.05 },
  ];

  it('are what happened between two looks', () => {
    const figures = figuresBetween(
      { at: 10_000, senders: [sender(at(10))] },
      { at: 12_000, senders: [sender(at(12))] },
    );
    expect(figures).toEqual({
      bitsPerSecond: 800_000,
      framesPerSecond: 25,
      takenPerSecond: 30,
      lost: 0.05,
      roundTripMs: 50,
      dropped: 10,
      limited: { cpu: 0, bandwidth: 0.5 },
      layers: [
        { width: 1280, height: 720, framesPerSecond: 25 },
        { width: 320, height: 180, framesPerSecond: 20 },
      ],
      wanted: true,
      sendsPicture: true,
      sendsSound: false,
    });
  });

  it('read three layers out of one stream', () => {
    const svc = sender([
      { type: 'outbound-rtp', frameWidth: 1280, frameHeight: 720, framesPerSecond: 30, scalabilityMode: 'L3T3_KEY' },
    ]);
    const { layers } = figuresBetween({ at: 0, senders: [svc] }, { at: 1000, senders: [svc] });
    expect(layers.map(({ height }) => height)).toEqual([720, 360, 180]);
  });

  it('leave open what the browser does not say', () => {
    const silent = sender([{ type: 'outbound-rtp' }]);
    const figures = figuresBetween({ at: 0, senders: [] }, { at: 1000, senders: [silent] });
    expect(figures).toMatchObject({
      framesPerSecond: null,
      lost: null,
      roundTripMs: null,
      dropped: 0,
      bitsPerSecond: 0,
    });
  });

  it('show the screen where both are sent, and nothing of a picture that nobody gets', () => {
    const camera = sender(at(10), { wanted: false });
    const screen = sender([{ type: 'outbound-rtp', framesPerSecond: 5, frameHeight: 1080, frameWidth: 1920 }], {
      source: 'screen',
      key: 's',
    });
    const sample = { at: 1000, senders: [camera, screen] };
    expect(figuresBetween({ at: 0, senders: [] }, sample).framesPerSecond).toBe(5);
    const alone = figuresBetween({ at: 0, senders: [] }, { at: 1000, senders: [camera] });
    expect(alone).toMatchObject({ framesPerSecond: null, layers: [], wanted: false });
  });
});
