import { z } from 'zod';
import { raidWord } from '../../../schemas/raids';
import { streamId } from '../../ids';
import { readRaid } from '../../raids/read';
import { startRaid } from '../../raids/start';
import { findTargets } from '../../raids/targets';
import { anyone, creator, router } from '../init';

export const raidsRouter = router({
  targets: creator
    .input(z.object({ words: z.string().trim().max(100) }))
    .query(({ ctx, input }) => findTargets(ctx.deps, ctx.signedIn.accountId, input.words)),
  start: creator
    .input(z.object({ from: streamId, to: streamId, word: raidWord }))
    .mutation(({ ctx, input }) => startRaid(ctx.deps, ctx.signedIn.accountId, ctx.origin, input)),
  of: anyone
    .input(z.object({ streamId }))
    .query(({ ctx, input }) => readRaid(ctx.deps, ctx.signedIn?.accountId ?? null, input.streamId)),
});
