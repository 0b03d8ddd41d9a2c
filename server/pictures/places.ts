import { type PictureShape } from '../deps';
import { type StreamId } from '../ids';

/** Where a picture is shown. */
export type PicturePlace = { of: 'avatar' } | { of: 'banner' } | { of: 'cover'; streamId: StreamId };

/** What each is cut to: twice as many pixels as the largest place where it stands needs. */
export const SHAPES = {
  avatar: { width: 256, height: 256 },
  banner: { width: 2400, height: 600 },
  cover: { width: 1280, height: 720 },
  moment: { width: 1280, height: 720 },
} as const satisfies Record<PicturePlace['of'] | 'moment', PictureShape>;

/** What a file may weigh before it is made smaller. */
export const MOST_BYTES = 10 * 1024 * 1024;
/** A frame of a live stream comes from a page or a program of ours, which sends no more. */
export const MOST_FRAME_BYTES = 1024 * 1024;
