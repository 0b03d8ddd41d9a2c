/** A date and a time as the two fields of a form hold them. */
export interface WallTime {
  /** YYYY-MM-DD */
  date: string;
  /** HH:MM */
  time: string;
}

/** Whether this machine knows the time zone. */
export function isZone(zone: unknown): zone is string {
  if (typeof zone !== 'string' || zone === '') return false;
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
  } catch {
    return false;
  }
}

/** What clocks in the zone show at that moment. */
export function toWallTime(at: Date, zone: string): WallTime {
  const { year, month, day, hour, minute } = partsOf(at, zone);
  return { date: `${year}-${month}-${day}`, time: `${hour}:${minute}` };
}

/**
 * The moment at which clocks in the zone show this; null when it is no date or time. When clocks go
 * back and show it twice it is the earlier one; when they skip it, as much later as they jump.
 */
export function fromWallTime({ date, time }: WallTime, zone: string): Date | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || !/^\d{2}:\d{2}$/.test(time)) return null;
  const asUtc = Date.parse(`${date}T${time}:00Z`);
  if (Number.isNaN(asUtc) || new Date(asUtc).toISOString().slice(0, 10) !== date) return null;
  // The offset that was in force a day before and a day after: one of them is right, unless clocks
  // skip this time.
  const before = asUtc - offsetAt(asUtc - DAY, zone);
  const after = asUtc - offsetAt(asUtc + DAY, zone);
  const shows = (instant: number) => instant + offsetAt(instant, zone) === asUtc;
  const fitting = [before, after].filter(shows);
  return new Date(fitting.length > 0 ? Math.min(...fitting) : before);
}

/**
 * The zone as people know it, with how far it is from UTC at that moment: "Europe/Berlin (UTC+1)".
 */
export function zoneName(zone: string, at: Date): string {
  if (zone === 'UTC') return 'UTC';
  const minutes = offsetAt(at.getTime(), zone) / MINUTE;
  const sign = minutes < 0 ? '\u2212' : '+';
  const hours = Math.floor(Math.abs(minutes) / 60);
  const rest = Math.abs(minutes) % 60;
  const offset = `UTC${sign}${hours}${rest ? `:${String(rest).padStart(2, '0')}` : ''}`;
  return `${zone.replaceAll('_', ' ')} (${offset})`;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** How far the zone's clocks are ahead of UTC at that instant, in milliseconds. */
function offsetAt(instant: number, zone: string): number {
  const { year, month, day, hour, minute, second } = partsOf(new Date(instant), zone);
  const shown = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return shown - Math.floor(instant / 1000) * 1000;
}

function partsOf(at: Date, zone: string) {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((each) => each.type === type)?.value ?? '';
  return {
    year: part('year').padStart(4, '0'),
    month: part('month'),
    day: part('day'),
    hour: part('hour'),
    minute: part('minute'),
    second: part('second'),
  };
}
