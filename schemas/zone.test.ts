import { describe, expect, it } from 'vitest';
import { fromWallTime, isZone, toWallTime, zoneName } from './zone';

const moment = (date: string, time: string, zone: string) => fromWallTime({ date, time }, zone)?.toISOString();

describe('fromWallTime', () => {
  it('is what clocks there show', () => {
    expect(moment('2026-11-21', '19:30', 'UTC')).toBe('2026-11-21T19:30:00.000Z');
    expect(moment('2026-11-21', '19:30', 'Europe/Berlin')).toBe('2026-11-21T18:30:00.000Z');
    expect(moment('2026-07-21', '19:30', 'Europe/Berlin')).toBe('2026-07-21T17:30:00.000Z');
    expect(moment('2026-11-21', '19:30', 'Asia/Kolkata')).toBe('2026-11-21T14:00:00.000Z');
    expect(moment('2026-11-21', '00:15', 'Pacific/Auckland')).toBe('2026-11-20T11:15:00.000Z');
    expect(moment('2026-11-21', '23:45', 'America/Los_Angeles')).toBe('2026-11-22T07:45:00.000Z');
  });

  it('moves a time that clocks skip in spring on by the hour they skip', () => {
    expect(moment('2026-03-29', '02:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z');
    expect(toWallTime(new Date('2026-03-29T01:30:00Z'), 'Europe/Berlin')).toEqual({
      date: '2026-03-29',
      time: '03:30',
    });
  });

  it('takes the earlier of the two when clocks show a time twice in autumn', () => {
    expect(moment('2026-10-25', '02:30', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z');
    expect(moment('2026-11-01', '01:30', 'America/New_York')).toBe('2026-11-01T05:30:00.000Z');
  });

  it.each([
    ['', '10:00'],
    ['2026-02-30', '10:00'],
    ['2026-13-01', '10:00'],
    ['2026-01-01', '25:00'],
    ['tomorrow', '10:00'],
  ])('refuses %j %j', (date, time) => {
    expect(fromWallTime({ date, time }, 'UTC')).toBeNull();
  });

  it('comes back the way it went, through a whole year of hours', () => {
    for (const zone of ['Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe']) {
      for (let hour = 0; hour < 365 * 24; hour += 61) {
        const at = new Date(Date.UTC(2026, 0, 1, hour));
        const back = fromWallTime(toWallTime(at, zone), zone)?.getTime() ?? 0;
        // Equal, but for the hour that clocks show twice.
        expect(Math.abs(back - at.getTime())).toBeLessThanOrEqual(3_600_000);
        expect(toWallTime(new Date(back), zone)).toEqual(toWallTime(at, zone));
      }
    }
  });
});

describe('zones', () => {
  it('are known or not', () => {
    expect(isZone('Asia/Kolkata')).toBe(true);
    expect(isZone('Mars/Olympus')).toBe(false);
    expect(isZone('')).toBe(false);
    expect(isZone(null)).toBe(false);
  });

  it('are named with their distance from UTC', () => {
    const winter = new Date('2026-11-21T12:00:00Z');
    expect(zoneName('Europe/Berlin', winter)).toBe('Europe/Berlin (UTC+1)');
    expect(zoneName('Asia/Kolkata', winter)).toBe('Asia/Kolkata (UTC+5:30)');
    expect(zoneName('America/New_York', winter)).toBe('America/New York (UTC\u22125)');
    expect(zoneName('UTC', winter)).toBe('UTC');
  });
});
