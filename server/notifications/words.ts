import { z } from 'zod';
import { say } from '../../texts/i18n';
import { FORMATS, type Language } from '../../texts/languages';
import { readMarked, says } from '../../texts/says';
import { type NotificationKind, type StreamEndReason, type StreamStatus } from '../generated/prisma/enums';
import { i18nIn } from '../i18n';

interface NoticeStream {
  id: string;
  title: string;
  status: StreamStatus;
  endReason: StreamEndReason | null;
  scheduledAt: Date | null;
}

/** What a notice is about, as it stands now: a stream that was moved is told with its new time. */
export interface NoticeFacts {
  kind: NotificationKind;
  detail: unknown;
  /** Who caused it, by the name that others see. */
  actor: string | null;
  stream: NoticeStream | null;
}

/** A notice in words, and where it leads. */
export interface NoticeWords {
  title: string;
  /** A second line, where there is more to say. */
  text: string;
  /** Until when what it tells of holds. */
  until?: Date;
  /** A path of this site. */
  path: string;
}

const detail = z
  .object({
    text: z.string().catch(''),
    path: z.string().startsWith('/').catch('/notifications'),
    others: z.int().min(0).catch(0),
    until: z.iso.datetime().optional().catch(undefined),
  })
  .catch({ text: '', path: '/notifications', others: 0 });

/**
 * One sentence for each kind, marked by `says`. Names and titles are people's own: who shows them
 * escapes them.
 */
export function wordsOf({ kind, detail: stored, actor, stream }: NoticeFacts): NoticeWords {
  const { text, path, others, until } = detail.parse(stored);
  const who = actor ?? says('Somebody', {});
  const title = stream?.title ?? '';
  const watch = stream ? `/watch/${stream.id}` : '/notifications';
  const cancelled = stream?.endReason === 'cancelled';
  switch (kind) {
    case 'wentLive': {
      const live = stream?.status === 'live';
      return {
        title: live ? says('{who} is live', { who }) : says('{who} was live', { who }),
        text: title,
        path: watch,
      };
    }
    case 'scheduled':
      if (cancelled) return { title: says('{who} has cancelled “{title}”', { who, title }), text: '', path: watch };
      return {
        title: stream
          ? says('{who} has planned “{title}”', { who, title })
          : says('{who} has planned a stream', { who }),
        text: '',
        path: watch,
      };
    case 'reminder':
      if (cancelled) return { title: says('{who} has cancelled “{title}”', { who, title }), text: '', path: watch };
      return {
        title:
          stream?.status === 'scheduled'
            ? says('{who} goes live soon', { who })
            : says('{who} was to go live', { who }),
        text: title,
        path: watch,
      };
    case 'mention':
      return {
        title: stream
          ? says('{who} named you in the chat of “{title}”', { who, title })
          : says('{who} named you in the chat of a stream', { who }),
        text,
        path: watch,
      };
    case 'newFollower':
      return {
        title:
          others === 0
            ? says('{who} follows you now', { who })
            : says('{who} and {others, plural, one {one other} other {# others}} follow you now', { who, others }),
        text: '',
        path: '/dashboard/followers',
      };
    case 'tipReceived':
      return {
        title: actor ? says('{who} sent you a tip', { who }) : says('You received a tip'),
        text,
        path: '/dashboard/earnings',
      };
    case 'payoutFinalized':
      return { title: says('Your earnings have arrived'), text, path: '/dashboard/earnings' };
    case 'purseLow':
      return { title: says('Your purse runs low'), text, path: '/wallet' };
    case 'moderation':
      return {
        title: stream ? says('A decision about you in “{title}”', { title }) : says('A decision about you'),
        text,
        path,
        ...(until ? { until: new Date(until) } : {}),
      };
  }
}

/** The words in somebody's language; what people wrote stays in theirs. */
export function inLanguage<Words extends NoticeWords>(words: Words, language: Language): Words {
  const i18n = i18nIn(language);
  const { title, text } = words;
  return { ...words, title: say(i18n, title), text: readMarked(text) ? say(i18n, text) : text };
}

const AWAY = { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' } as const;

/** The second line for who reads it away from the site, where nobody knows their time zone. */
export function textAway({ text, until }: NoticeWords, language: Language): string {
  if (!until) return text;
  const at = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : FORMATS[language], AWAY).format(until);
  return [text, say(i18nIn(language), says('Until {at} UTC.', { at }))].filter(Boolean).join(' ');
}
