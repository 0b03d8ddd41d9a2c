import { type ReactNode } from 'react';
import { type StreamDetail } from '../../lib/api';
import { type Entry } from '../watch/entry';
import { type Range } from './ranges';

/** Where in a video somebody wants to make a clip, and what of it they have. */
export interface ClipPlace {
  stream: StreamDetail;
  entry: Entry;
  /** Where its files are. */
  media: string;
  /** Where it stands, in seconds. */
  seconds: number;
  /** What may be in a clip: what is paid for, or free. */
  had: readonly Range[];
  close: () => void;
}

/** Shows how a clip is made: what stands above the player brings it (app/features/clips). */
export type MakeClip = (place: ClipPlace) => ReactNode;
