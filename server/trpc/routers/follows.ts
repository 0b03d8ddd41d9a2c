import { z } from 'zod';
import { follow, muteCreator, unfollow } from '../../follows/follow';
import { readFollowers, readFollowing } from '../../follows/read';
import { accountId } from '../../ids';
import { creator, router, signedIn } from '../init';

const input = z.object({ creatorId: accountId });
/** The last one of the page before. */
const page = z.object({ after: accountId.optional() });

export const followsRouter = router({
  follow: signedIn.input(input).mutation(({ ctx, input }) => follow(ctx.deps, ctx.signedIn.accountId, input.creatorId)),
  unfollow: signedIn
    .input(input)
    .mutation(({ ctx, input }) => unfollow(ctx.deps, ctx.signedIn.accountId, input.creatorId)),
  mute: signedIn
    .input(input.extend({ muted: z.boolean() }))
    .mutation(({ ctx, input }) => muteCreator(ctx.deps, ctx.signedIn.accountId, input.creatorId, input.muted)),
  following: signedIn
    .input(page)
    .query(({ ctx, input }) => readFollowing(ctx.deps, ctx.signedIn.accountId, input.after)),
  followers: creator
    .input(page)
    .query(({ ctx, input }) => readFollowers(ctx.deps, ctx.signedIn.accountId, input.after)),
});
