import { type Prisma } from '../generated/prisma/client';
import { type AccountId } from '../ids';
import { knownTo, listedFor, type Pass, rewindableFor, watchableFor } from './visibility';

/** Clips that are whole and not deleted; who made one and is not here any more takes it along. */
const HERE: Prisma.ClipWhereInput = {
  readyAt: { not: null },
  deletedAt: null,
  maker: { deletedAt: null, suspendedAt: null },
};

const ofReady = (stream: Prisma.StreamWhereInput): Prisma.ClipWhereInput => ({ video: { status: 'ready', stream } });
/** Of recordings that come in: as open as their streams are. */
const ofGrowing = (viewer: AccountId | null, pass: Pass | null = null): Prisma.ClipWhereInput => ({
  video: { stream: rewindableFor(viewer, pass) },
});

/** Clips that lists show to somebody: those of videos that lists show to them. */
export const clipsListedFor = (viewer: AccountId | null): Prisma.ClipWhereInput => ({
  AND: [HERE, ofReady(listedFor(viewer))],
});

/** Clips before whose door somebody may stand: that of the video. */
export const clipsKnownTo = (viewer: AccountId | null): Prisma.ClipWhereInput => ({
  AND: [HERE, { OR: [ofReady(knownTo(viewer)), ofGrowing(viewer)] }],
});

/** Clips that somebody may play: those of videos that they may watch, which may cost something. */
export const clipsFor = (viewer: AccountId | null, pass: Pass | null = null): Prisma.ClipWhereInput => ({
  AND: [HERE, { OR: [ofReady(watchableFor(viewer, pass)), ofGrowing(viewer, pass)] }],
});
