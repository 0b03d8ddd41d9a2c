import { z } from 'zod';
import { streamId } from '../../ids';
import { accept } from '../../stage/accept';
import { endTurn, leaveStage, muteGuest } from '../../stage/end';
import { invite } from '../../stage/invite';
import { raiseHand } from '../../stage/raise';
import { followHands, readStageOf } from '../../stage/read';
import { viewingInput } from '../../viewing/input';
import { byViewingId, creator, router, signedIn } from '../init';

const input = z.object({ streamId });
const guest = input.extend({ id: z.uuid('That is not an id.') });

export const stageRouter = router({
  of: byViewingId.input(viewingInput).query(({ ctx, input }) => readStageOf(ctx.deps, input.viewing)),
  raise: signedIn
    .input(input)
    .mutation(({ ctx, input }) => raiseHand(ctx.deps, ctx.signedIn.accountId, ctx.origin, input.streamId)),
  accept: signedIn.input(input).mutation(({ ctx, input }) => accept(ctx.deps, ctx.signedIn.accountId, input.streamId)),
  leave: signedIn
    .input(input)
    .mutation(({ ctx, input }) => leaveStage(ctx.deps, ctx.signedIn.accountId, input.streamId)),
  invite: creator
    .input(guest)
    .mutation(({ ctx, input }) => invite(ctx.deps, ctx.signedIn.accountId, input.streamId, input.id)),
  end: creator
    .input(guest)
    .mutation(({ ctx, input }) => endTurn(ctx.deps, ctx.signedIn.accountId, input.streamId, input.id)),
  mute: creator
    .input(guest.extend({ muted: z.boolean() }))
    .mutation(({ ctx, input }) => muteGuest(ctx.deps, ctx.signedIn.accountId, input.streamId, input)),
  follow: creator
    .input(input)
    .subscription(({ ctx, input, signal }) => followHands(ctx.deps, ctx.signedIn.accountId, input.streamId, signal)),
});
