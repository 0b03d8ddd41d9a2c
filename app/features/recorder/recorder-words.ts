import { type MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { type I18n } from '../../../texts/i18n';
import { type HealthRating } from '../../ui/Health';
import { type RecorderState, type Stage, stageOf, type Trouble } from './recorder-state';

const TROUBLE: Record<Trouble, MessageDescriptor> = {
  noStorage: msg`This browser keeps no files for a page, so it cannot record; private windows often do not. Your stream goes on without it.`,
  storageFull: msg`This computer has no room left for it. Your stream goes on. What was recorded until now is kept and sent; make room, then start again.`,
  noRecorder: msg`This browser records in no format that we can play. Your stream goes on. Try another browser for the next one.`,
  recorderBroke: msg`The browser’s recorder stopped again and again. Your stream goes on. What was recorded until now is kept and sent.`,
};

const WORD: Record<Stage, MessageDescriptor> = {
  idle: msg`Not recorded`,
  resting: msg`Waiting to record`,
  recording: msg`Recording`,
  finishing: msg`Finishing the recording`,
  uploading: msg`Sending what was recorded`,
  done: msg`Recorded`,
  failed: msg`Not recorded`,
};

const ADVICE: Record<Exclude<Stage, 'failed'>, MessageDescriptor> = {
  idle: msg`Nothing of this stream is kept.`,
  resting: msg`It begins as soon as something goes out.`,
  recording: msg`What you send is kept in this browser in full quality, and goes to us meanwhile. A break in the connection costs nothing of it.`,
  finishing: msg`The last seconds are being written.`,
  uploading: msg`Keep this page open until it is done. If you close it, it goes on when you open it again in this browser.`,
  done: msg`All of it is with us and is being made ready. You find it under Videos.`,
};

const RECEIVED = msg`The picture comes from your program, not from this browser: it is recorded as it arrives here, for as long as this page is open.`;
const INTERRUPTED = msg`The connection is broken. What was recorded waits here, and goes on by itself.`;

const TONE: Record<Stage, HealthRating['tone']> = {
  idle: 'resting',
  resting: 'fair',
  recording: 'good',
  finishing: 'good',
  uploading: 'good',
  done: 'good',
  failed: 'bad',
};

/** How recording goes, in plain words. */
export function recordingWords(state: RecorderState, received: boolean, i18n: I18n): HealthRating {
  const stage = stageOf(state);
  const word = i18n._(WORD[stage]);
  if (stage === 'failed') return { tone: 'bad', word, advice: i18n._(TROUBLE[state.trouble ?? 'recorderBroke']) };
  if (state.sending === 'broken' && (stage === 'recording' || stage === 'uploading'))
    return { tone: 'fair', word, advice: i18n._(INTERRUPTED) };
  if (received && stage === 'recording') return { tone: 'good', word, advice: i18n._(RECEIVED) };
  return { tone: TONE[stage], word, advice: i18n._(ADVICE[stage]) };
}
