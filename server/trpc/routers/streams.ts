import { z } from 'zod';
import { inviteInput, streamInput } from '../../../schemas/streams';
import { accountId, streamId } from '../../ids';
import { invite, readInvites, uninvite } from '../../streams/invites';
import { readCategories, readDashboard, readForEdit } from '../../streams/read';
import { cancelStream, createStream, updateStream } from '../../streams/store';
import { anyone, creator, router } from '../init';

export const streamsRouter = router({
  categories: anyone.query(({ ctx }) => readCategories(ctx.deps)),
  dashboard: creator.query(({ ctx }) => readDashboard(ctx.deps, ctx.signedIn.accountId)),
  forEdit: creator
    .input(z.object({ id: streamId }))
    .query(({ ctx, input }) => readForEdit(ctx.deps, ctx.signedIn.accountId, input.id)),
  create: creator
    .input(streamInput)
    .mutation(({ ctx, input }) => createStream(ctx.deps, ctx.signedIn.accountId, input)),
  update: creator
    .input(streamInput.extend({ id: streamId }))
    .mutation(({ ctx, input: { id, ...input } }) => updateStream(ctx.deps, ctx.signedIn.accountId, id, input)),
  cancel: creator
    .input(z.object({ id: streamId }))
    .mutation(({ ctx, input }) => cancelStream(ctx.deps, ctx.signedIn.accountId, input.id)),
  invites: creator
    .input(z.object({ id: streamId }))
    .query(({ ctx, input }) => readInvites(ctx.deps, ctx.signedIn.accountId, input.id)),
  invite: creator
    .input(inviteInput.extend({ id: streamId }))
    .mutation(({ ctx, input }) => invite(ctx.deps, ctx.signedIn.accountId, input.id, input.handle)),
  uninvite: creator
    .input(z.object({ id: streamId, accountId }))
    .mutation(({ ctx, input }) => uninvite(ctx.deps, ctx.signedIn.accountId, input.id, input.accountId)),
});
