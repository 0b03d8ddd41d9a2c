import { type MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { type Answers } from '../../lib/api';

type Overview = Answers['restream']['overview'];
export type Target = Overview['targets'][number];
export type LiveStream = NonNullable<Overview['live']>;

const WHY: Record<NonNullable<Target['why']>, MessageDescriptor> = {
  addressRefused: msg`Its address leads into a network that is not public, so nothing is sent there.`,
  unreachable: msg`It does not answer at this address.`,
  refused: msg`It answered, and closed before it took pictures. Most often the stream key is not good, or it waits for something on its own pages.`,
  brokenOff: msg`It took pictures, then the connection broke.`,
  cannotEncode: msg`This server cannot make of your picture what other sites take: send H.264.`,
  keyLost: msg`Its key cannot be read any more. Remove the site and add it again.`,
};

const KEPT: Record<NonNullable<LiveStream['keptBy']>, MessageDescriptor> = {
  visibility: msg`It is not public, so it is sent nowhere else.`,
  mature: msg`It is for adults, and other sites do not ask for anybody’s age: it is sent nowhere else.`,
  price: msg`It has a price here, so it is not sent on by itself.`,
  notRecorded: msg`It is not recorded. What is sent on is taken from the recording: start it in the studio.`,
};

/** How it goes with another site, as a badge and a sentence. */
export function targetWords({ on, state, why, againAt }: Target): {
  word: MessageDescriptor;
  sentence: MessageDescriptor | null;
} {
  if (!on) return { word: msg`Off`, sentence: null };
  if (state === 'sending') return { word: msg`Sending`, sentence: null };
  const sentence = why && WHY[why];
  if (state === 'failed' && againAt) return { word: msg`Trying again`, sentence };
  if (state === 'failed') return { word: msg`Given up for this stream`, sentence };
  return { word: msg`Waiting for your stream`, sentence: null };
}

/** What keeps a live stream from being sent on; null where nothing does. */
export function keptWords({ keptBy }: LiveStream): MessageDescriptor | null {
  return keptBy && KEPT[keptBy];
}
