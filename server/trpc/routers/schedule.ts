import { z } from 'zod';
import { streamId } from '../../ids';
import { forget, remind } from '../../schedule/remind';
import { router, signedIn } from '../init';

const input = z.object({ id: streamId });

export const scheduleRouter = router({
  remind: signedIn.input(input).mutation(({ ctx, input }) => remind(ctx.deps, ctx.signedIn.accountId, input.id)),
  forget: signedIn.input(input).mutation(({ ctx, input }) => forget(ctx.deps, ctx.signedIn.accountId, input.id)),
});
