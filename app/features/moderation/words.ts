import { type MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import {
  type BAN_MINUTES,
  type FOLLOWED_MINUTES,
  type REPORT_REASONS,
  type TIMEOUT_MINUTES,
} from '../../../schemas/moderation';
import { type I18n } from '../../../texts/i18n';
import { type Answers } from '../../lib/api';

type LogLine = Answers['moderation']['log']['lines'][number];

export const BAN_FOR: Record<(typeof BAN_MINUTES)[number], MessageDescriptor> = {
  '0': msg`until it is taken back`,
  '60': msg`for an hour`,
  '1440': msg`for a day`,
  '10080': msg`for a week`,
  '43200': msg`for 30 days`,
};

export const TIMEOUT_FOR: Record<(typeof TIMEOUT_MINUTES)[number], MessageDescriptor> = {
  '1': msg`for a minute`,
  '10': msg`for 10 minutes`,
  '60': msg`for an hour`,
  '1440': msg`for a day`,
};

export const FOLLOWED: Record<(typeof FOLLOWED_MINUTES)[number], MessageDescriptor> = {
  anybody: msg`Everybody who is signed in`,
  '0': msg`Followers`,
  '10': msg`Who has followed for 10 minutes`,
  '60': msg`Who has followed for an hour`,
  '1440': msg`Who has followed for a day`,
  '10080': msg`Who has followed for a week`,
};

export const REASONS: Record<(typeof REPORT_REASONS)[number], MessageDescriptor> = {
  spam: msg`Advertising or spam`,
  harassment: msg`Harassment`,
  hate: msg`Hate`,
  sexual: msg`Sexual content where it does not belong`,
  violence: msg`Violence or threats`,
  scam: msg`Deceit, or passing for somebody else`,
  other: msg`Something else`,
};

export const HELD_FOR: Record<Answers['moderation']['overview']['held'][number]['reason'], MessageDescriptor> = {
  words: msg`has a word that you look at`,
  link: msg`has a link`,
  firstMessage: msg`their first message here`,
};

const DEEDS: Partial<Record<LogLine['action'], MessageDescriptor>> = {
  'moderation.appointed': msg`asked to keep order`,
  'moderation.dismissed': msg`keeps order no more`,
  'moderation.banned': msg`banned`,
  'moderation.unbanned': msg`let in again`,
  'moderation.timedOut': msg`timed out`,
  'moderation.timeoutLifted': msg`may write again`,
  'moderation.warned': msg`warned`,
  'moderation.rulesChanged': msg`changed the rules`,
  'moderation.wordBlocked': msg`added a word`,
  'moderation.wordUnblocked': msg`took a word out`,
  'moderation.messageDeleted': msg`took a message out`,
  'moderation.messagesCleared': msg`cleared messages`,
  'moderation.messagesRestored': msg`brought messages back`,
  'moderation.heldApproved': msg`let a message through`,
  'moderation.heldRejected': msg`did not let a message through`,
  'moderation.reportResolved': msg`closed a report`,
  'moderation.appealAnswered': msg`answered an appeal`,
  'moderation.clipRemoved': msg`deleted a clip`,
  'site.accountSuspended': msg`suspended`,
  'site.accountReinstated': msg`reinstated`,
  'site.appealAnswered': msg`answered an appeal`,
  'site.streamTakenDown': msg`took a stream down`,
  'site.streamRestored': msg`put a stream back`,
  'site.reportResolved': msg`closed a report`,
  'site.clipRemoved': msg`deleted a clip`,
};

/** What was done, in a few words. */
export function deedWords({ action }: LogLine, i18n: I18n): string {
  const words = DEEDS[action];
  return words ? i18n._(words) : action;
}
