import { type Prisma } from '../generated/prisma/client';
import { type AccountId } from '../ids';
import { knownTo, listedFor, type Pass, watchableFor } from './visibility';

/** Clips that are whole and not deleted; who made one and is not here any more takes it along. */
const HERE: Prisma.ClipWhereInput = {
  readyAt: { not: null },
  deletedAt: null,
  maker: { deletedAt: null, suspendedAt: null },
};

const ofVideos = (stream: Prisma.StreamWhereInput): Prisma.ClipWhereInput => ({
  ...HERE,
  video: { status: 'ready', stream },
});

/** Clips that lists show to somebody: those of videos that lists show to them. */
export const clipsListedFor = (viewer: AccountId | null) => ofVideos(listedFor(viewer));

/** Clips before whose door somebody may stand: that of the video. */
export const clipsKnownTo = (viewer: AccountId | null) => ofVideos(knownTo(viewer));

/** Clips that somebody may play: those of videos that they may watch, which may cost something. */
export const clipsFor = (viewer: AccountId | null, pass: Pass | null = null) => ofVideos(watchableFor(viewer, pass));
