import { type ComponentType } from 'react';
import { type StreamDetail } from '../../lib/api';
import { type Entry } from './entry';

/** The recording of a live stream, which can be played while it comes in. */
export type Rewind = NonNullable<StreamDetail['rewind']>;

/** Where somebody left the live picture for. */
export interface PastPlace {
  rewind: Rewind;
  /**
   * So long before what is live; null: as near to it as can be, because nothing live gets through.
   */
  backSeconds: number | null;
  /** They agreed to pay for what they see of this stream as it happens. */
  agreed: boolean;
}

/**
 * What plays the past of a live stream. The page that shows both puts it in: the player of videos
 * stands above this one.
 */
export interface Past {
  /** The recording in place of the live picture. */
  Player: ComponentType<{ stream: StreamDetail; place: PastPlace; entry: Entry; onLive: () => void }>;
  /** The line along a live picture, from where the recording begins. */
  Bar: ComponentType<{ stream: StreamDetail; rewind: Rewind; onRewind: (backSeconds: number) => void }>;
}
