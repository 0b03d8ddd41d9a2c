import { Feed } from 'feed';
import { say } from '../../texts/i18n';
import { says } from '../../texts/says';
import { i18nIn } from '../i18n';
import { type Channel, type Published } from './published';

/** A creator's streams as a feed in the creator's language, by the form that the reader wants. */
export function feedOf(
  kind: 'rss' | 'atom',
  { channel, streams }: { channel: Channel; streams: readonly Published[] },
  origin: string,
  now: Date,
): string {
  const page = `${origin}/@${channel.handle}`;
  const name = plain(channel.displayName);
  const i18n = i18nIn(channel.language);
  const feed = new Feed({
    id: page,
    title: say(i18n, says('{name} on Vilokanam', { name })),
    description: plain(channel.bio) || say(i18n, says('Live streams by {name}.', { name })),
    link: page,
    language: channel.language,
    updated: streams.reduce((newest, { updatedAt }) => (updatedAt > newest ? updatedAt : newest), new Date(0)),
    feedLinks: { rss: `${page}/feed.rss`, atom: `${page}/feed.atom` },
    copyright: '',
    author: { name, link: page },
    generator: 'Vilokanam',
  });
  const shown = streams.filter(({ cancelled, scheduledAt, startedAt }) => !cancelled && (scheduledAt ?? startedAt));
  for (const stream of shown.slice(0, 50)) {
    const link = `${origin}/watch/${stream.id}`;
    const when = whenOf(stream);
    feed.addItem({
      id: link,
      title: plain(stream.title),
      link,
      date: stream.startedAt ?? stream.scheduledAt ?? now,
      description: plain([when && say(i18n, when), stream.description].filter(Boolean).join(' ')),
      category: [{ name: plain(stream.category) }],
    });
  }
  return kind === 'rss' ? feed.rss2() : feed.atom1();
}

/** Told in UTC, which every reader can place. */
function whenOf({ scheduledAt, startedAt, endedAt }: Published): string {
  const written = (at: Date) => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  if (endedAt && startedAt) return says('Was live on {time}.', { time: written(startedAt) });
  if (startedAt) return says('Live now.');
  return scheduledAt ? says('Begins on {time}.', { time: written(scheduledAt) }) : '';
}

/** Feeds are read as HTML by many readers: what somebody typed stays text in them. */
function plain(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cs}]/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
