import { z } from 'zod';
import { clipId } from '../../ids';
import { cutClip } from '../../clips/cut';
import { allowInput, cutInput, ofCreatorInput, readInput } from '../../clips/input';
import { readClip, readClipsOf, readOwnClips } from '../../clips/read';
import { allowClips, removeClip } from '../../clips/remove';
import { anyone, creator, router, signedIn } from '../init';

export const clipsRouter = router({
  read: anyone.input(readInput).query(({ ctx, input }) => readClip(ctx.deps, ctx.signedIn?.accountId ?? null, input)),
  ofCreator: anyone
    .input(ofCreatorInput)
    .query(({ ctx, input }) =>
      readClipsOf(ctx.deps, ctx.signedIn?.accountId ?? null, input.handle, input.before ?? null),
    ),
  mine: creator.query(({ ctx }) => readOwnClips(ctx.deps, ctx.signedIn.accountId)),
  cut: signedIn.input(cutInput).mutation(({ ctx, input }) => cutClip(ctx.deps, ctx, input)),
  remove: signedIn.input(z.object({ id: clipId })).mutation(({ ctx, input }) => removeClip(ctx.deps, ctx, input.id)),
  allow: creator.input(allowInput).mutation(({ ctx, input }) => allowClips(ctx.deps, ctx, input.videoId, input.on)),
});
