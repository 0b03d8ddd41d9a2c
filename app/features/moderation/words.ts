import {
  type BAN_MINUTES,
  type FOLLOWED_MINUTES,
  type REPORT_REASONS,
  type TIMEOUT_MINUTES,
} from '../../../schemas/moderation';
import { type Answers } from '../../lib/api';

type LogLine = Answers['moderation']['log']['lines'][number];

export const BAN_FOR: Record<(typeof BAN_MINUTES)[number], string> = {
  '0': 'until it is taken back',
  '60': 'for an hour',
  '1440': 'for a day',
  '10080': 'for a week',
  '43200': 'for 30 days',
};

export const TIMEOUT_FOR: Record<(typeof TIMEOUT_MINUTES)[number], string> = {
  '1': 'for a minute',
  '10': 'for 10 minutes',
  '60': 'for an hour',
  '1440': 'for a day',
};

export const FOLLOWED: Record<(typeof FOLLOWED_MINUTES)[number], string> = {
  anybody: 'Everybody who is signed in',
  '0': 'Followers',
  '10': 'Who has followed for 10 minutes',
  '60': 'Who has followed for an hour',
  '1440': 'Who has followed for a day',
  '10080': 'Who has followed for a week',
};

export const REASONS: Record<(typeof REPORT_REASONS)[number], string> = {
  spam: 'Advertising or spam',
  harassment: 'Harassment',
  hate: 'Hate',
  sexual: 'Sexual content where it does not belong',
  violence: 'Violence or threats',
  scam: 'Deceit, or passing for somebody else',
  other: 'Something else',
};

export const HELD_FOR: Record<Answers['moderation']['overview']['held'][number]['reason'], string> = {
  words: 'has a word that you look at',
  link: 'has a link',
  firstMessage: 'their first message here',
};

const DEEDS: Partial<Record<LogLine['action'], string>> = {
  'moderation.appointed': 'asked to keep order',
  'moderation.dismissed': 'keeps order no more',
  'moderation.banned': 'banned',
  'moderation.unbanned': 'let in again',
  'moderation.timedOut': 'timed out',
  'moderation.timeoutLifted': 'may write again',
  'moderation.warned': 'warned',
  'moderation.rulesChanged': 'changed the rules',
  'moderation.wordBlocked': 'added a word',
  'moderation.wordUnblocked': 'took a word out',
  'moderation.messageDeleted': 'took a message out',
  'moderation.messagesCleared': 'cleared messages',
  'moderation.messagesRestored': 'brought messages back',
  'moderation.heldApproved': 'let a message through',
  'moderation.heldRejected': 'did not let a message through',
  'moderation.reportResolved': 'closed a report',
  'moderation.appealAnswered': 'answered an appeal',
  'site.accountSuspended': 'suspended',
  'site.accountReinstated': 'reinstated',
  'site.appealAnswered': 'answered an appeal',
  'site.streamTakenDown': 'took a stream down',
  'site.streamRestored': 'put a stream back',
  'site.reportResolved': 'closed a report',
};

/** What was done, in a few words. */
export const deedWords = ({ action }: LogLine): string => DEEDS[action] ?? action;
