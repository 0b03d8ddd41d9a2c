import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type MediaEvents } from '../../../sdk/media';
import { amount } from '../../../sdk/money';
import { type BroadcastState } from '../../../server/broadcast/types';
import { type SenderStats } from './sender-stats';
import { type StudioRoom } from './room';
import { createStudio } from './studio';

const scheduled: BroadcastState = {
  status: 'scheduled',
  endReason: null,
  startedAt: null,
  endedAt: null,
  viewers: 0,
  paying: 0,
  peak: 0,
  earned: amount(0n),
  paidSeconds: 0n,
  connected: false,
  serverRecords: true,
  serverRecording: null,
  silentSince: null,
  feed: null,
  payee: null,
};
const live: BroadcastState = { ...scheduled, status: 'live', startedAt: new Date(0) };
const track = { id: 'a track' } as MediaStreamTrack;
const refusal = (code: string) => Object.assign(new Error(code), { data: { code, fields: {} } });

/** A room and an API by script: what they were asked for is in `calls`. */
function stage(initial = scheduled) {
  const calls: string[] = [];
  let events: MediaEvents | null = null;
  let onState: ((state: BroadcastState) => void) | null = null;
  const script = { frames: 0, moving: true, startFails: null as Error | null, reportFails: false };
  const senderStats = (): SenderStats[] => [
    {
      source: 'camera',
      key: 'k',
      kind: 'video',
      muted: false,
      wanted: true,
      stats: [{ type: 'outbound-rtp', framesSent: (script.frames += script.moving ? 15 : 0) }],
    },
  ];
  const room: StudioRoom = {
    carry: async (source, carried) => void calls.push(`carry ${source} ${carried ? 'on' : 'off'}`),
    mute: async (source, muted) => void calls.push(`${muted ? 'mute' : 'unmute'} ${source}`),
    senderStats: async () => senderStats(),
    close: async () => void calls.push('close'),
  };
  const studio = createStudio({
    initial,
    now: () => vi.getMockedSystemTime()?.getTime() ?? 0,
    openRoom: async (door, heard) => {
      calls.push(`open ${door.token}`);
      events = heard;
      return room;
    },
    api: {
      start: async () => {
        calls.push('start');
        if (script.startFails) throw script.startFails;
        return { room: { url: 'ws://room', token: 'token', iceServers: [] }, state: live };
      },
      report: async (flowing) => {
        calls.push(`report ${flowing}`);
        if (script.reportFails) throw new Error('no network');
      },
      end: async () => void calls.push('end'),
      follow: (listener) => {
        onState = listener;
        return () => void calls.push('unfollow');
      },
    },
  });
  const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);
  return {
    studio,
    calls,
    script,
    pass,
    reports: () => calls.filter((call) => call.startsWith('report')),
    room: () => events ?? expect.fail('no room was opened'),
    hear: (state: BroadcastState) => onState?.(state),
  };
}

describe('a studio', () => {
  beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
  afterEach(() => void vi.useRealTimers());

  it('goes live with what was chosen before, and reports that it flows', async () => {
    const { studio, calls, reports, pass } = stage();
    studio.carry('camera', track);
    studio.carry('microphone', track);
    studio.mute('microphone', true);
    await studio.goLive();
    expect(calls.slice(0, 5)).toEqual([
      'start',
      'open token',
      'carry camera on',
      'carry microphone on',
      'mute microphone',
    ]);
    expect(studio.snapshot).toMatchObject({ at: 'onAir', state: { status: 'live' } });
    await pass(1);
    expect(reports()).toEqual(['report true']);
  });

  it('tells of a stop within 1.5 seconds, and of the way back at the next look', async () => {
    const { studio, script, reports, pass } = stage();
    studio.carry('camera', track);
    await studio.goLive();
    await pass(2_000);
    script.moving = false;
    await pass(1_500);
    expect(reports()).toEqual(['report true', 'report false']);
    expect(studio.snapshot.flowing).toBe(false);
    script.moving = true;
    await pass(500);
    expect(reports().at(-1)).toBe('report true');
  });

  it('reports every five seconds while nothing changes, and soon again what did not arrive', async () => {
    const { studio, script, reports, pass } = stage();
    studio.carry('camera', track);
    await studio.goLive();
    await pass(10_400);
    expect(reports()).toHaveLength(3);
    script.reportFails = true;
    await pass(5_000);
    const before = reports().length;
    await pass(1_000);
    expect(reports().length).toBe(before + 1);
  });

  it('says that nothing flows while the connection is mended', async () => {
    const { studio, reports, room, pass } = stage();
    studio.carry('camera', track);
    await studio.goLive();
    await pass(1_000);
    room().reconnecting();
    expect(studio.snapshot.at).toBe('mending');
    await pass(1_500);
    expect(reports().at(-1)).toBe('report false');
    room().reconnected();
    await pass(500);
    expect(studio.snapshot.at).toBe('onAir');
    expect(reports().at(-1)).toBe('report true');
  });

  it('comes back with a fresh token when the room was lost', async () => {
    const { studio, calls, script, room, pass } = stage();
    studio.carry('camera', track);
    await studio.goLive();
    room().disconnected('lost');
    script.startFails = new Error('no network');
    await pass(2_000);
    expect(studio.snapshot.at).toBe('mending');
    script.startFails = null;
    await pass(8_000);
    expect(studio.snapshot.at).toBe('onAir');
    expect(calls.filter((call) => call === 'open token')).toHaveLength(2);
    expect(calls.filter((call) => call === 'carry camera on')).toHaveLength(2);
  });

  it('stops when the same stream is sent from another page, and does not fight for it', async () => {
    const { studio, calls, room, pass } = stage();
    await studio.goLive();
    room().disconnected('replaced');
    expect(studio.snapshot.at).toBe('elsewhere');
    const before = calls.length;
    await pass(60_000);
    expect(calls.slice(before)).toEqual([]);
    await studio.goLive();
    expect(studio.snapshot.at).toBe('onAir');
  });

  it('shows a refusal and stays off', async () => {
    const { studio, script, calls, pass } = stage();
    script.startFails = refusal('payeeMissing');
    await studio.goLive();
    expect(studio.snapshot).toMatchObject({ at: 'off', problem: { code: 'payeeMissing' } });
    await pass(60_000);
    expect(calls).toEqual(['start']);
  });

  it('does not come back to a stream that has ended meanwhile', async () => {
    const { studio, script, calls, room, pass } = stage();
    await studio.goLive();
    room().disconnected('lost');
    script.startFails = refusal('streamOver');
    await pass(60_000);
    expect(studio.snapshot).toMatchObject({ at: 'off', problem: { code: 'streamOver' } });
    expect(calls.filter((call) => call === 'start')).toHaveLength(2);
  });

  it('is over as soon as the server says so, or the creator', async () => {
    const first = stage();
    await first.studio.goLive();
    first.hear({ ...live, status: 'ended', endReason: 'moderated' });
    expect(first.studio.snapshot).toMatchObject({ at: 'over', state: { endReason: 'moderated' } });
    expect(first.calls).toContain('close');

    const second = stage();
    await second.studio.goLive();
    await second.pass(1);
    await second.studio.end();
    expect(second.studio.snapshot.at).toBe('over');
    await second.pass(60_000);
    expect(second.calls.slice(second.calls.indexOf('end'))).toEqual(['end', 'unfollow', 'close']);
  });

  it('leaves the room with the page and leaves the stream as it is', async () => {
    const { studio, calls } = stage();
    await studio.goLive();
    studio.leave();
    expect(calls).toContain('close');
    expect(calls).not.toContain('end');
  });
});
