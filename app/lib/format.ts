import { msg, plural as pluralOf } from '@lingui/core/macro';
import { type I18n, languageOfI18n } from '../../texts/i18n';
import { FORMATS } from '../../texts/languages';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A count in full up to 9,999, then short: "12.8K". */
export function count(value: number, i18n: I18n): string {
  if (value < 10_000) return i18n.number(Math.trunc(value));
  return i18n.number(value, { notation: 'compact', maximumFractionDigits: 1 });
}

/** Seconds as people say them, in two units at most: "3 h 24 min", "58 s". */
export function duration(amount: bigint | number, i18n: I18n): string {
  const whole = BigInt(amount);
  const hours = i18n.number(whole / 3600n);
  const minutes = Number((whole % 3600n) / 60n);
  const seconds = Number(whole % 60n);
  if (whole >= 360_000n || (whole >= 3600n && minutes === 0)) return i18n._(msg`${hours} h`);
  if (whole >= 3600n) return i18n._(msg`${hours} h ${minutes} min`);
  if (minutes > 0) return seconds ? i18n._(msg`${minutes} min ${seconds} s`) : i18n._(msg`${minutes} min`);
  return i18n._(msg`${seconds} s`);
}

/** Seconds in words, for sentences: "30 seconds", "2 minutes". */
export function durationWords(amount: number, i18n: I18n): string {
  const minutes = minutesIn(Math.floor(amount / MINUTE), i18n);
  const rest = amount % MINUTE;
  const seconds = i18n._(msg`${pluralOf(rest, { one: '# second', other: '# seconds' })}`);
  if (amount < MINUTE) return seconds;
  return rest === 0 ? minutes : i18n._(msg`${minutes} ${seconds}`);
}

/** What a free preview gives: "The first minute is free.", "The first 30 seconds are free.". */
export function previewWords(seconds: number, i18n: I18n): string {
  if (seconds < MINUTE)
    return i18n._(
      msg`${pluralOf(seconds, { one: 'The first second is free.', other: 'The first # seconds are free.' })}`,
    );
  const minutes = seconds / MINUTE;
  if (seconds % MINUTE === 0)
    return i18n._(
      msg`${pluralOf(minutes, { one: 'The first minute is free.', other: 'The first # minutes are free.' })}`,
    );
  const words = durationWords(seconds, i18n);
  return i18n._(msg`The first ${words} are free.`);
}

/** What is left until a moment, in words: "3 days", "27 h 51 min", "51 min 4 s". */
export function timeUntil(seconds: number, i18n: I18n): string {
  const left = Math.max(0, Math.floor(seconds));
  if (left >= 2 * DAY) return daysIn(Math.floor(left / DAY), i18n);
  return duration(left >= HOUR ? left - (left % MINUTE) : left, i18n);
}

/** What is left until a moment, as a clock counts it down: "2 days", "5:04:09", "4:09". */
export function countdown(seconds: number, i18n: I18n): string {
  const left = Math.max(0, Math.floor(seconds));
  if (left >= 2 * DAY) return daysIn(Math.floor(left / DAY), i18n);
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(left / HOUR);
  const minutes = Math.floor((left % HOUR) / MINUTE);
  return hours ? `${hours}:${two(minutes)}:${two(left % MINUTE)}` : `${minutes}:${two(left % MINUTE)}`;
}

/** A place in a video, or its length, as players write it: "4:09", "1:02:03". */
export function timecode(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(whole / HOUR);
  const minutes = Math.floor((whole % HOUR) / MINUTE);
  const rest = two(whole % MINUTE);
  return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}

/**
 * How long ago, roughly: "just now", "12 minutes ago", "3 days ago"; null when the date says it
 * better.
 */
export function ago(at: Date, now: Date, i18n: I18n): string | null {
  const seconds = Math.floor((now.getTime() - at.getTime()) / 1000);
  if (seconds < 0) return null;
  if (seconds < MINUTE) return i18n._(msg`just now`);
  const minutes = Math.floor(seconds / MINUTE);
  const hours = Math.floor(seconds / HOUR);
  const days = Math.floor(seconds / DAY);
  if (seconds < HOUR) return i18n._(msg`${pluralOf(minutes, { one: '# minute ago', other: '# minutes ago' })}`);
  if (seconds < DAY) return i18n._(msg`${pluralOf(hours, { one: '# hour ago', other: '# hours ago' })}`);
  if (seconds < 7 * DAY) return i18n._(msg`${pluralOf(days, { one: '# day ago', other: '# days ago' })}`);
  return null;
}

function daysIn(days: number, i18n: I18n): string {
  return i18n._(msg`${pluralOf(days, { one: '# day', other: '# days' })}`);
}

function minutesIn(minutes: number, i18n: I18n): string {
  return i18n._(msg`${pluralOf(minutes, { one: '# minute', other: '# minutes' })}`);
}

/** How a moment is written. */
export type DateStyle = 'day' | 'dayTime' | 'time' | 'full' | 'month';

/**
 * A moment in a time zone: "Sat 21 Nov", "Sat 21 Nov, 19:30"; with the year where that is not this
 * one.
 */
export function formatDate(at: Date, zone: string, style: DateStyle, i18n: I18n, now = at): string {
  const parts = dateParts(at, zone, i18n);
  const otherYear = parts.year !== dateParts(now, zone, i18n).year;
  const year = otherYear ? ` ${parts.year}` : '';
  const time = `${parts.hour}:${parts.minute}`;
  const short = (name: string) => (languageOfI18n(i18n) === 'en' ? name.slice(0, 3) : name);
  const day = `${short(parts.weekday)} ${parts.day} ${short(parts.month)}${year}`;
  switch (style) {
    case 'time':
      return time;
    case 'day':
      return day;
    case 'dayTime':
      return i18n._(msg`${day}, ${time}`);
    case 'month':
      return `${parts.month} ${parts.year}`;
    case 'full': {
      const day = `${parts.weekday} ${parts.day} ${parts.month} ${parts.year}`;
      return i18n._(msg`${day}, ${time}`);
    }
  }
}

/** Put together by hand: servers and browsers disagree about commas and about "Sept". */
function dateParts(at: Date, timeZone: string, i18n: I18n) {
  const parts = new Intl.DateTimeFormat(FORMATS[languageOfI18n(i18n)], {
    timeZone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((each) => each.type === type)?.value ?? '';
  return {
    weekday: part('weekday'),
    day: part('day'),
    month: part('month'),
    year: part('year'),
    hour: part('hour'),
    minute: part('minute'),
  };
}
