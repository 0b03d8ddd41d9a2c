import { z } from 'zod';
import { readChat } from '../../chat/recent';
import { streamId } from '../../ids';
import { anyone, router } from '../init';

export const chatRouter = router({
  recent: anyone
    .input(z.object({ streamId, before: z.uuid().nullish() }))
    .query(({ ctx, input }) =>
      readChat(ctx.deps, ctx.signedIn?.accountId ?? null, input.streamId, input.before ?? null),
    ),
});
