import { type PlaySnapshot } from '../../../sdk/playing';
import { overScene, refusalScene, type Scene } from '../watch/view';
import { type SourceView } from './video-source';
import { type VideoView } from './video-control';

/** What the page says of a video at one moment: as of a stream, and what only videos have. */
export type VideoScene =
  | Exclude<Scene, { kind: 'playing' | 'preview' | 'offer' }>
  /** The picture is there, or on its way; `how` says who pays for it. */
  | { kind: 'playing'; how: 'free' | 'paying' | 'owned' }
  /** What comes next costs something, and nobody has agreed to that. */
  | { kind: 'offer'; afterFree: boolean; growing: boolean }
  /** It stands still for something that is not in this browser’s hands. */
  | { kind: 'broken'; problem: NonNullable<SourceView['problem']> }
  | { kind: 'taken' };

export interface VideoQuestion {
  snapshot: PlaySnapshot | null;
  video: Pick<VideoView, 'starved' | 'begun' | 'seconds'>;
  problem: SourceView['problem'];
  /** It is of a stream that goes on meanwhile. */
  growing?: boolean;
}

/** Everything that lies over the picture follows from this. */
export function videoScene({ snapshot, video, problem, growing = false }: VideoQuestion): VideoScene {
  if (!snapshot) return { kind: 'joining' };
  const { refused, over, connection, media, free, freeSeconds, needs, waiting, pays, wallet } = snapshot;
  if (over === 'streamEnded') return { kind: 'taken' };
  if (over) return overScene(over) as VideoScene;
  if (refused?.code === 'notFound') return { kind: 'taken' };
  if (refused) return refusalScene(refused) as VideoScene;
  if (connection === 'closed') return { kind: 'lost' };
  if (media === null) return { kind: 'joining' };
  if (problem) return { kind: 'broken', problem };
  const inFreePart = video.seconds < freeSeconds;
  // whatever is in the way of what comes next waits until what is there was shown
  if (video.starved && !free) {
    if (needs) return needs === 'funds' && pays ? { kind: 'outOfFunds' } : { kind: 'need', need: needs, wallet };
    if (waiting === 'agreement')
      return { kind: 'offer', afterFree: freeSeconds > 0 && video.seconds >= freeSeconds - 1, growing };
    if (waiting === 'limit') return { kind: 'spendingLimit' };
    if (waiting === 'funds') return { kind: 'outOfFunds' };
  }
  if (connection === 'reconnecting' && video.starved) return { kind: 'mending' };
  if (free || inFreePart) return { kind: 'playing', how: 'free' };
  return { kind: 'playing', how: pays ? 'paying' : 'owned' };
}
