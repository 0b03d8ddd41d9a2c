import { type Deps } from '../deps';
import { type AccountId, type StreamId } from '../ids';
import { readOwn } from './own';

/** A file as it came in. */
export interface Original {
  uploadId: string;
  contentType: string;
  bytes: number;
  /** What it is called where it is saved. */
  name: string;
}

const ENDINGS: Record<string, string> = {
  'video/mp4': 'mp4',
  'video/webm': 'webm',
  'video/quicktime': 'mov',
};

/** The n-th file of one's own video, from 1, as it came in; null where it is not kept. */
export async function findOriginal(
  deps: Pick<Deps, 'db' | 'uploads'>,
  creatorId: AccountId,
  id: StreamId,
  n: number,
): Promise<Original | null> {
  const { parts } = await readOwn(deps, creatorId, id);
  const kept = parts.filter(({ completedAt, droppedAt }) => completedAt && !droppedAt);
  const part = kept.sort((a, b) => a.position - b.position)[n - 1];
  if (!part) return null;
  const found = await deps.uploads.stat(part.uploadId);
  if (!found) return null;
  const { uploadId, contentType } = part;
  const name = `${id}${kept.length > 1 ? `-${n}` : ''}.${ENDINGS[contentType] ?? 'mkv'}`;
  return { uploadId, contentType, bytes: found.bytes, name };
}
