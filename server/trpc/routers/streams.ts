import { z } from 'zod';
import { inviteInput, streamInput } from '../../../schemas/streams';
import { accountId, streamId } from '../../ids';
import { invite, readInvites, uninvite } from '../../streams/invites';
import { readCategories, readDashboard, readForEdit } from '../../streams/read';
import { planInput, scopeInput } from '../../../schemas/plans';
import { planStream } from '../../schedule/plan';
import { cancelFollowing, updateFollowing } from '../../schedule/series';
import { cancelStream, updateStream } from '../../streams/store';
import { anyone, creator, router } from '../init';

const { zone, password } = planInput.shape;
const beside = { zone, password };

export const streamsRouter = router({
  categories: anyone.query(({ ctx }) => readCategories(ctx.deps)),
  dashboard: creator.query(({ ctx }) => readDashboard(ctx.deps, ctx.signedIn.accountId)),
  forEdit: creator
    .input(z.object({ id: streamId }))
    .query(({ ctx, input }) => readForEdit(ctx.deps, ctx.signedIn.accountId, input.id)),
  create: creator
    .input(streamInput.extend(planInput.shape))
    .mutation(({ ctx, input: { zone, repeats, lastDay, password, ...stream } }) =>
      planStream(ctx.deps, ctx.signedIn.accountId, stream, { zone, repeats, lastDay, password }),
    ),
  update: creator
    .input(streamInput.extend({ ...beside, id: streamId, scope: scopeInput }))
    .mutation(({ ctx, input: { id, scope, zone, password, ...stream } }) => {
      const change = scope === 'this' ? updateStream : updateFollowing;
      return change(ctx.deps, ctx.signedIn.accountId, id, stream, { zone, password });
    }),
  cancel: creator.input(z.object({ id: streamId, scope: scopeInput })).mutation(({ ctx, input: { id, scope } }) => {
    const cancel = scope === 'this' ? cancelStream : cancelFollowing;
    return cancel(ctx.deps, ctx.signedIn.accountId, id);
  }),
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
