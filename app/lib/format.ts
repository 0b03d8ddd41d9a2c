const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A count in full up to 9,999, then short: "12.8K". */
export function count(value: number): string {
  if (value < 10_000) return grouped(BigInt(Math.trunc(value)));
  return new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 }).format(value);
}

/** "1 stream", "2 streams". */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** Seconds as people say them, in two units at most: "3 h 24 min", "58 s". */
export function duration(seconds: bigint | number): string {
  const whole = BigInt(seconds);
  const hours = whole / 3600n;
  const minutes = Number((whole % 3600n) / 60n);
  const remainder = Number(whole % 60n);
  if (hours >= 100n) return `${grouped(hours)} h`;
  if (hours > 0n) return minutes ? `${hours} h ${minutes} min` : `${hours} h`;
  if (minutes > 0) return remainder ? `${minutes} min ${remainder} s` : `${minutes} min`;
  return `${remainder} s`;
}

/** Seconds in words, for sentences: "30 seconds", "2 minutes". */
export function durationWords(seconds: number): string {
  if (seconds % MINUTE === 0 && seconds > 0) return plural(seconds / MINUTE, 'minute');
  return seconds > MINUTE
    ? `${plural(Math.floor(seconds / MINUTE), 'minute')} ${plural(seconds % MINUTE, 'second')}`
    : plural(seconds, 'second');
}

/** What a free preview gives: "The first minute is free.", "The first 30 seconds are free.". */
export function previewWords(seconds: number): string {
  const words = durationWords(seconds);
  return /^1 \w+$/.test(words) ? `The first ${words.slice(2)} is free.` : `The first ${words} are free.`;
}

/** What is left until a moment, in words: "3 days", "27 h 51 min", "51 min 4 s". */
export function timeUntil(seconds: number): string {
  const left = Math.max(0, Math.floor(seconds));
  if (left >= 2 * DAY) return plural(Math.floor(left / DAY), 'day');
  return duration(left >= HOUR ? left - (left % MINUTE) : left);
}

/** What is left until a moment, as a clock counts it down: "2 days", "5:04:09", "4:09". */
export function countdown(seconds: number): string {
  const left = Math.max(0, Math.floor(seconds));
  if (left >= 2 * DAY) return plural(Math.floor(left / DAY), 'day');
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(left / HOUR);
  const minutes = Math.floor((left % HOUR) / MINUTE);
  return hours ? `${hours}:${two(minutes)}:${two(left % MINUTE)}` : `${minutes}:${two(left % MINUTE)}`;
}

/**
 * How long ago, roughly: "just now", "12 minutes ago", "3 days ago"; null when the date says it
 * better.
 */
export function ago(at: Date, now: Date): string | null {
  const seconds = Math.floor((now.getTime() - at.getTime()) / 1000);
  if (seconds < 0) return null;
  if (seconds < MINUTE) return 'just now';
  if (seconds < HOUR) return `${plural(Math.floor(seconds / MINUTE), 'minute')} ago`;
  if (seconds < DAY) return `${plural(Math.floor(seconds / HOUR), 'hour')} ago`;
  if (seconds < 7 * DAY) return `${plural(Math.floor(seconds / DAY), 'day')} ago`;
  return null;
}

/** How a moment is written. */
export type DateStyle = 'day' | 'dayTime' | 'time' | 'full' | 'month';

/**
 * A moment in a time zone: "Sat 21 Nov", "Sat 21 Nov, 19:30"; with the year where that is not this
 * one.
 */
export function formatDate(at: Date, zone: string, style: DateStyle, now = at): string {
  const parts = dateParts(at, zone);
  const otherYear = parts.year !== dateParts(now, zone).year;
  const year = otherYear ? ` ${parts.year}` : '';
  const time = `${parts.hour}:${parts.minute}`;
  const day = `${parts.weekday.slice(0, 3)} ${parts.day} ${parts.month.slice(0, 3)}${year}`;
  switch (style) {
    case 'time':
      return time;
    case 'day':
      return day;
    case 'dayTime':
      return `${day}, ${time}`;
    case 'month':
      return `${parts.month} ${parts.year}`;
    case 'full':
      return `${parts.weekday} ${parts.day} ${parts.month} ${parts.year}, ${time}`;
  }
}

/** Put together by hand: servers and browsers disagree about commas and about "Sept". */
function dateParts(at: Date, timeZone: string) {
  const parts = new Intl.DateTimeFormat('en-GB', {
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

function grouped(value: bigint): string {
  return value.toString().replace(/\B(?=(\d{3})+$)/g, ',');
}
