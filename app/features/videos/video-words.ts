import { type MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { type I18n } from '../../../texts/i18n';
import { type Answers } from '../../lib/api';
import { size } from '../../lib/size';

/** A video as its creator's list shows it. */
export type OwnVideo = Answers['videos']['mine']['videos'][number];

export const KIND: Record<OwnVideo['kind'], MessageDescriptor> = {
  recording: msg`Recording`,
  upload: msg`Upload`,
};

export const VISIBILITY: Record<NonNullable<OwnVideo['visibility']>, MessageDescriptor> = {
  public: msg`Everybody`,
  unlisted: msg`Whoever has the link`,
  followers: msg`Followers`,
  password: msg`Whoever has the password`,
  private: msg`Nobody but you`,
};

const FAILURE: Record<NonNullable<OwnVideo['failure']>, MessageDescriptor> = {
  notAVideo: msg`There is no picture in it that can be played. Delete it, and send another file.`,
  truncated: msg`Its end is missing, and without it nothing of it can be read. Send the file again.`,
  codecUnknown: msg`It is in a format that cannot be converted here. Save it as H.264 with AAC, then send that.`,
  tooLong: msg`It is longer than what can be made ready here. Cut it in two.`,
  hashMismatch: msg`What arrived is not what was sent. Send it again.`,
  gaveUp: msg`It was tried several times and did not work. That may be our fault.`,
};

/** Why a video could not be made, and what to do. */
export function failureWords({ failure }: Pick<OwnVideo, 'failure'>, i18n: I18n): string {
  return i18n._(FAILURE[failure ?? 'gaveUp']);
}

/** Where a video stands, in a few words. */
export function statusWords(
  video: Pick<OwnVideo, 'status' | 'kind' | 'finished' | 'received' | 'expected'>,
  i18n: I18n,
): string {
  switch (video.status) {
    case 'ready':
      return i18n._(msg`Ready`);
    case 'processing':
      return i18n._(msg`Being made ready`);
    case 'failed':
      return i18n._(msg`Could not be made`);
    case 'receiving': {
      const here = size(video.received, i18n);
      if (video.kind === 'upload' && video.expected !== null && video.expected > 0n) {
        const all = size(video.expected, i18n);
        return i18n._(msg`${here} of ${all} here`);
      }
      return video.kind === 'recording' && !video.finished
        ? i18n._(msg`Being recorded, ${here} here`)
        : i18n._(msg`Arriving, ${here} here`);
    }
  }
}

/** Whether it changes by itself, so that it is asked for again. */
export function isMoving({ status }: Pick<OwnVideo, 'status'>): boolean {
  return status === 'receiving' || status === 'processing';
}
