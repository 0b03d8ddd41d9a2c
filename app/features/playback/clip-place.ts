import { createContext, type ReactNode, useContext } from 'react';
import { type StreamDetail } from '../../lib/api';
import { type Entry } from '../watch/entry';
import { type Range } from './ranges';

/** Where in a video somebody wants to make a clip, and what of it they have. */
export interface ClipPlace {
  videoId: string;
  /** On whose page it plays: its own, or of what is live while its recording comes in. */
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

/** Shows how a clip is made; what stands above the players brings it (app/features/clips). */
export type MakeClip = (place: ClipPlace) => ReactNode;

const Making = createContext<MakeClip | null>(null);
export const MakeClipProvider = Making.Provider;
/** How clips are made on this page; null where none are. */
export const useMakeClip = () => useContext(Making);
