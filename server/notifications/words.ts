import { z } from 'zod';
import { type NotificationKind } from '../generated/prisma/enums';

/** What a notice is about, as it stands now: a stream that was moved is told with its new time. */
export interface NoticeFacts {
  kind: NotificationKind;
  detail: unknown;
  /** Who caused it, by the name that others see. */
  actor: string | null;
  stream: { id: string; title: string; status: 'scheduled' | 'live' | 'ended'; scheduledAt: Date | null } | null;
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

/** One sentence for each kind. Names and titles are people's own: who shows them escapes them. */
export function wordsOf({ kind, detail: stored, actor, stream }: NoticeFacts): NoticeWords {
  const { text, path, others, until } = detail.parse(stored);
  const who = actor ?? 'Somebody';
  const title = stream ? `“${stream.title}”` : 'a stream';
  const watch = stream ? `/watch/${stream.id}` : '/notifications';
  switch (kind) {
    case 'wentLive': {
      const live = stream?.status === 'live';
      return { title: live ? `${who} is live` : `${who} was live`, text: stream?.title ?? '', path: watch };
    }
    case 'scheduled':
      return { title: `${who} has planned ${title}`, text: '', path: watch };
    case 'reminder':
      return {
        title: stream?.status === 'scheduled' ? `${who} goes live soon` : `${who} was to go live`,
        text: stream?.title ?? '',
        path: watch,
      };
    case 'mention':
      return { title: `${who} named you in the chat of ${title}`, text, path: watch };
    case 'newFollower': {
      const many = others === 0 ? who : `${who} and ${others === 1 ? 'one other' : `${others} others`}`;
      return {
        title: `${many} ${others === 0 ? 'follows' : 'follow'} you now`,
        text: '',
        path: '/dashboard/followers',
      };
    }
    case 'tipReceived':
      return { title: actor ? `${who} sent you a tip` : 'You received a tip', text, path: '/dashboard/earnings' };
    case 'payoutFinalized':
      return { title: 'Your earnings have arrived', text, path: '/dashboard/earnings' };
    case 'purseLow':
      return { title: 'Your purse runs low', text, path: '/wallet' };
    case 'moderation':
      return {
        title: stream ? `A decision about you in ${title}` : 'A decision about you',
        text,
        path,
        ...(until ? { until: new Date(until) } : {}),
      };
  }
}

const UTC = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });

/** The second line for who reads it away from the site, where nobody knows their time zone. */
export function textAway({ text, until }: NoticeWords): string {
  return [text, until ? `Until ${UTC.format(until)} UTC.` : ''].filter(Boolean).join(' ');
}
