import { type MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { type I18n } from '../../../texts/i18n';
import { durationWords, previewWords } from '../../lib/format';
import { type StreamDetail } from '../../lib/api';

type NoPreview = 'usedUp' | 'network';

/** Why there is no free preview for this visitor. */
export const NO_PREVIEW_WORDS: Record<NoPreview, MessageDescriptor> = {
  usedUp: msg`You have had the free preview of this stream.`,
  network: msg`There is no free preview here: others in your network have had theirs today.`,
};

/**
 * What this visitor gets for nothing, or why they get nothing; null where the stream has no
 * preview.
 */
export function previewFor(
  { preview, previewSeconds }: Pick<StreamDetail, 'preview' | 'previewSeconds'>,
  i18n: I18n,
): string | null {
  if (!preview || previewSeconds === 0) return null;
  const left = Math.floor(preview.ms / 1_000);
  if (left >= previewSeconds) return previewWords(previewSeconds, i18n);
  if (left > 0) {
    const time = durationWords(left, i18n);
    return i18n._(msg`Of the free preview you have ${time} left.`);
  }
  return i18n._(NO_PREVIEW_WORDS[preview.why ?? 'usedUp']);
}
