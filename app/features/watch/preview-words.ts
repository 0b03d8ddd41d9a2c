import { durationWords, previewWords } from '../../lib/format';
import { type StreamDetail } from '../../lib/api';

type NoPreview = 'usedUp' | 'network';

/** Why there is no free preview for this visitor. */
export const NO_PREVIEW_WORDS: Record<NoPreview, string> = {
  usedUp: 'You have had the free preview of this stream.',
  network: 'There is no free preview here: others in your network have had theirs today.',
};

/**
 * What this visitor gets for nothing, or why they get nothing; null where the stream has no
 * preview.
 */
export function previewFor({
  preview,
  previewSeconds,
}: Pick<StreamDetail, 'preview' | 'previewSeconds'>): string | null {
  if (!preview || previewSeconds === 0) return null;
  const left = Math.floor(preview.ms / 1_000);
  if (left >= previewSeconds) return previewWords(previewSeconds);
  if (left > 0) return `Of the free preview you have ${durationWords(left)} left.`;
  return NO_PREVIEW_WORDS[preview.why ?? 'usedUp'];
}
