import { z } from 'zod';
import { endBroadcast } from '../../broadcast/end';
import { reportMediaFlow } from '../../broadcast/report';
import { startBroadcast } from '../../broadcast/start';
import { followBroadcast, readBroadcast } from '../../broadcast/state';
import { streamId } from '../../ids';
import { creator, router } from '../init';

const input = z.object({ id: streamId });

export const broadcastRouter = router({
  start: creator
    .input(input.extend({ payee: z.string().max(100).nullable() }))
    .mutation(({ ctx, input }) => startBroadcast(ctx.deps, ctx.signedIn.accountId, input.id, input.payee)),
  report: creator
    .input(input.extend({ flowing: z.boolean() }))
    .mutation(({ ctx, input }) => reportMediaFlow(ctx.deps, ctx.signedIn.accountId, input.id, input.flowing)),
  end: creator.input(input).mutation(({ ctx, input }) => endBroadcast(ctx.deps, ctx.signedIn.accountId, input.id)),
  state: creator.input(input).query(({ ctx, input }) => readBroadcast(ctx.deps, ctx.signedIn.accountId, input.id)),
  follow: creator
    .input(input)
    .subscription(({ ctx, input, signal }) => followBroadcast(ctx.deps, ctx.signedIn.accountId, input.id, signal)),
});
