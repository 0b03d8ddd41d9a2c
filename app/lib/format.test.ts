import { describe, expect, it } from 'vitest';
import { createI18n, ENGLISH } from '../../texts/i18n';
import { ago, count, countdown, duration, durationWords, formatDate, previewWords, timeUntil } from './format';

const i18n = createI18n('en', ENGLISH);

describe('counts', () => {
  it('are in full while that is short', () => {
    expect([0, 7, 999, 1204, 9999].map((value) => count(value, i18n))).toEqual(['0', '7', '999', '1,204', '9,999']);
    expect([10_000, 12_840, 1_500_000].map((value) => count(value, i18n))).toEqual(['10K', '12.8K', '1.5M']);
  });
});

describe('durations', () => {
  it('take two units at most', () => {
    expect([0n, 58n, 60n, 61n, 3600n, 12_240n, 359_999n, 4_500_000n].map((value) => duration(value, i18n))).toEqual([
      '0 s',
      '58 s',
      '1 min',
      '1 min 1 s',
      '1 h',
      '3 h 24 min',
      '99 h 59 min',
      '1,250 h',
    ]);
  });

  it('are words in sentences', () => {
    expect([1, 30, 60, 90, 120].map((value) => durationWords(value, i18n))).toEqual([
      '1 second',
      '30 seconds',
      '1 minute',
      '1 minute 30 seconds',
      '2 minutes',
    ]);
  });

  it('say what a preview gives', () => {
    expect([1, 30, 60, 90].map((value) => previewWords(value, i18n))).toEqual([
      'The first second is free.',
      'The first 30 seconds are free.',
      'The first minute is free.',
      'The first 1 minute 30 seconds are free.',
    ]);
  });

  it('count down like a clock', () => {
    expect([-5, 9, 249, 18_249, 90_000, 200_000].map((value) => countdown(value, i18n))).toEqual([
      '0:00',
      '0:09',
      '4:09',
      '5:04:09',
      '25:00:00',
      '2 days',
    ]);
  });
});

it('times to come are said in words, as fine as matters', () => {
  expect([-5, 9, 249, 3_600, 100_310, 172_799, 200_000].map((seconds) => timeUntil(seconds, i18n))).toEqual([
    '0 s',
    '9 s',
    '4 min 9 s',
    '1 h',
    '27 h 51 min',
    '47 h 59 min',
    '2 days',
  ]);
});

describe('moments', () => {
  const at = new Date('2026-11-21T18:30:00Z');

  it('are written in the zone of who reads them', () => {
    expect(formatDate(at, 'UTC', 'dayTime', i18n)).toBe('Sat 21 Nov, 18:30');
    expect(formatDate(at, 'Asia/Kolkata', 'dayTime', i18n)).toBe('Sun 22 Nov, 00:00');
    expect(formatDate(at, 'UTC', 'full', i18n)).toBe('Saturday 21 November 2026, 18:30');
    expect(formatDate(new Date('2026-09-02T00:00:00Z'), 'UTC', 'day', i18n)).toBe('Wed 2 Sep');
  });

  it('name another year', () => {
    expect(formatDate(at, 'UTC', 'day', i18n, new Date('2027-01-02T00:00:00Z'))).toBe('Sat 21 Nov 2026');
  });

  it('are told as time gone by for a week', () => {
    const later = (seconds: number) => ago(at, new Date(at.getTime() + seconds * 1000), i18n);
    expect([5, 61, 7_300, 200_000, 700_000].map(later)).toEqual([
      'just now',
      '1 minute ago',
      '2 hours ago',
      '2 days ago',
      null,
    ]);
    expect(later(-10)).toBeNull();
  });
});
