import { type VideoForEdit } from './video-fields';

/** Which of the choices a video is now; '' where it is something between them. */
export function audienceOf({
  visibility,
  ratePerSecond,
  sourceId,
}: Pick<VideoForEdit, 'visibility' | 'ratePerSecond' | 'sourceId'>): string {
  if (visibility === null) return sourceId === null ? 'own' : 'asStream';
  if (visibility === 'private') return 'nobody';
  if (visibility === 'followers') return 'followers';
  if (visibility !== 'public') return '';
  return ratePerSecond === 0n ? 'free' : 'own';
}
