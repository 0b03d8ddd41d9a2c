import { type Context } from 'hono';
import { say } from '../../texts/i18n';
import { says } from '../../texts/says';
import { type Deps } from '../deps';
import { i18nIn } from '../i18n';
import { streamId } from '../ids';
import { calendarOf } from '../schedule/calendar';
import { feedOf } from '../schedule/feed';
import { readChannel, readPublished } from '../schedule/published';
import { NOTHING_HERE, plainText } from './plain-text';

/** Calendars and feeds: what other people’s programs ask for again and again. */
export const PUBLISHED =
  /^\/(?:watch\/(?<stream>[^/]+)\/calendar\.ics|@(?<handle>[^/]+)\/(?<file>calendar\.ics|feed\.rss|feed\.atom))$/;

const TYPES = {
  'calendar.ics': 'text/calendar; charset=utf-8',
  'feed.rss': 'application/rss+xml; charset=utf-8',
  'feed.atom': 'application/atom+xml; charset=utf-8',
} as const;

/** Answers with public streams alone. */
export async function answerPublished(deps: Deps, c: Context): Promise<Response> {
  const { stream, handle = '', file = 'calendar.ics' } = PUBLISHED.exec(c.req.path)?.groups ?? {};
  const written = stream ? await ofStream(deps, stream) : await ofChannel(deps, handle, file as keyof typeof TYPES);
  if (written === null) return plainText(c, NOTHING_HERE, 404);
  if (file === 'calendar.ics') c.header('Content-Disposition', 'attachment; filename="vilokanam.ics"');
  return c.body(written, 200, {
    'Content-Type': TYPES[file as keyof typeof TYPES],
    'Cache-Control': 'public, max-age=300',
  });
}

async function ofStream(deps: Deps, text: string): Promise<string | null> {
  const id = streamId.safeParse(text);
  const stream = id.success ? await readPublished(deps, id.data) : null;
  return stream && calendarOf(stream.title, [stream], deps.config.origin);
}

async function ofChannel(deps: Deps, handle: string, file: keyof typeof TYPES): Promise<string | null> {
  const found = await readChannel(deps, handle);
  if (!found) return null;
  const { origin } = deps.config;
  if (file === 'calendar.ics') {
    const { displayName: name, language } = found.channel;
    return calendarOf(say(i18nIn(language), says('{name} on Vilokanam', { name })), found.streams, origin);
  }
  return feedOf(file === 'feed.rss' ? 'rss' : 'atom', found, origin, deps.clock.now());
}
