import { RHYTHMS, type Rhythm } from '../../schemas/plans';
import { fromWallTime } from '../../schemas/zone';
import { DAY, later } from '../clock';

/** Streams of a series are made so long ahead, and never more of them at once. */
const AHEAD = 28 * DAY;
export const MOST_AHEAD = 10;

/** When a series takes place, as clocks in its zone show it. */
export interface SeriesTimes {
  rhythm: Rhythm;
  zone: string;
  firstDay: string;
  time: string;
  lastDay: string | null;
}

/** One of its days, and the moment at which it begins. */
export interface SeriesDay {
  day: string;
  at: Date;
}

/** The day so many days after another one. Days are counted on the calendar, not in hours. */
export function addDays(day: string, days: number): string {
  return later(new Date(`${day}T00:00:00Z`), days * DAY)
    .toISOString()
    .slice(0, 10);
}

/** How many days lie between. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY);
}

/**
 * The next days of a series after `now`. The time is what clocks show there: when they change, the
 * moment moves and the time stays.
 */
export function nextDays({ rhythm, zone, firstDay, time, lastDay }: SeriesTimes, now: Date): SeriesDay[] {
  const step = RHYTHMS[rhythm];
  const end = later(now, AHEAD).getTime();
  const past = Math.max(0, daysBetween(firstDay, now.toISOString().slice(0, 10)) - 1);
  const days: SeriesDay[] = [];
  for (let count = Math.floor(past / step); days.length < MOST_AHEAD; count += 1) {
    const day = addDays(firstDay, count * step);
    const at = fromWallTime({ date: day, time }, zone);
    if (!at || at.getTime() > Math.max(end, Date.parse(`${firstDay}T23:59:59Z`) + DAY)) break;
    if (lastDay !== null && day > lastDay) break;
    if (at > now) days.push({ day, at });
  }
  return days;
}
