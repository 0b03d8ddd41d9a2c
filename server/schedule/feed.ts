import { Feed } from 'feed';
import { type Channel, type Published } from './published';

/** A creator's streams as a feed, by the form that the reader wants. */
export function feedOf(
  kind: 'rss' | 'atom',
  { channel, streams }: { channel: Channel; streams: readonly Published[] },
  origin: string,
  now: Date,
): string {
  const page = `${origin}/@${channel.handle}`;
  const name = plain(channel.displayName);
  const feed = new Feed({
    id: page,
    title: `${name} on Vilokanam`,
    description: plain(channel.bio) || `Live streams by ${name}.`,
    link: page,
    language: 'en',
    updated: streams.reduce((newest, { updatedAt }) => (updatedAt > newest ? updatedAt : newest), new Date(0)),
    feedLinks: { rss: `${page}/feed.rss`, atom: `${page}/feed.atom` },
    copyright: '',
    author: { name, link: page },
    generator: 'Vilokanam',
  });
  const shown = streams.filter(({ cancelled, scheduledAt, startedAt }) => !cancelled && (scheduledAt ?? startedAt));
  for (const stream of shown.slice(0, 50)) {
    const link = `${origin}/watch/${stream.id}`;
    feed.addItem({
      id: link,
      title: plain(stream.title),
      link,
      date: stream.startedAt ?? stream.scheduledAt ?? now,
      description: plain([whenOf(stream), stream.description].filter(Boolean).join(' ')),
      category: [{ name: plain(stream.category) }],
    });
  }
  return kind === 'rss' ? feed.rss2() : feed.atom1();
}

/** Said in UTC, which every reader can place. */
function whenOf({ scheduledAt, startedAt, endedAt }: Published): string {
  const written = (at: Date) => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  if (endedAt && startedAt) return `Was live on ${written(startedAt)}.`;
  if (startedAt) return 'Live now.';
  return scheduledAt ? `Begins on ${written(scheduledAt)}.` : '';
}

/** Feeds are read as HTML by many readers: what somebody typed stays text in them. */
function plain(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cs}]/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
