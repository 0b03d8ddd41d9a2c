import { z } from 'zod';
import { follow, unfollow } from '../../follows/follow';
import { accountId } from '../../ids';
import { router, signedIn } from '../init';

const input = z.object({ creatorId: accountId });

export const followsRouter = router({
  follow: signedIn.input(input).mutation(({ ctx, input }) => follow(ctx.deps, ctx.signedIn.accountId, input.creatorId)),
  unfollow: signedIn
    .input(input)
    .mutation(({ ctx, input }) => unfollow(ctx.deps, ctx.signedIn.accountId, input.creatorId)),
});
