import { z } from 'zod';
import { restreamTargetInput } from '../../../schemas/restream';
import { restreamTargetId, streamId } from '../../ids';
import { readRestreams } from '../../restream/read';
import { addTarget, removeTarget, sendThoughPaid, switchTarget } from '../../restream/targets';
import { creator, router } from '../init';

export const restreamRouter = router({
  overview: creator.query(({ ctx }) => readRestreams(ctx.deps, ctx.signedIn.accountId)),
  add: creator.input(restreamTargetInput).mutation(({ ctx, input }) => addTarget(ctx.deps, ctx, input)),
  switch: creator
    .input(z.object({ id: restreamTargetId, on: z.boolean() }))
    .mutation(({ ctx, input }) => switchTarget(ctx.deps, ctx, input)),
  remove: creator
    .input(z.object({ id: restreamTargetId }))
    .mutation(({ ctx, input }) => removeTarget(ctx.deps, ctx, input.id)),
  sendThoughPaid: creator
    .input(z.object({ streamId, on: z.boolean() }))
    .mutation(({ ctx, input }) => sendThoughPaid(ctx.deps, ctx, input)),
});
