import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import { HOUR, later } from '../clock';
import { type Published } from './published';

/** Calendars show an end: where none is known, an hour later. */
const USUAL = HOUR;

/** Streams as a calendar file (RFC 5545), of which programs recognise each one again. */
export function calendarOf(name: string, streams: readonly Published[], origin: string): string {
  const { host } = new URL(origin);
  const calendar = ical({
    name: oneLine(name),
    prodId: { company: 'Vilokanam', product: 'Streams', language: 'EN' },
    method: ICalCalendarMethod.PUBLISH,
    ttl: 3600,
  });
  for (const stream of streams) {
    const start = stream.startedAt ?? stream.scheduledAt;
    if (!start) continue;
    const url = `${origin}/watch/${stream.id}`;
    const end = stream.endedAt && stream.endedAt > start ? stream.endedAt : later(start, USUAL);
    calendar.createEvent({
      id: `${stream.id}@${host}`,
      start,
      end: stream.cancelled ? later(start, USUAL) : end,
      stamp: stream.updatedAt,
      lastModified: stream.updatedAt,
      summary: `${oneLine(stream.title)} (${oneLine(stream.creator.displayName)})`,
      description: [stream.description, url].filter(Boolean).join('\n\n'),
      url,
      status: stream.cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    });
  }
  return calendar.toString();
}

const oneLine = (text: string) => text.replace(/[\r\n]+/g, ' ');
