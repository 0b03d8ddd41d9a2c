import { z } from 'zod';
import { readCategory } from '../../discovery/categories';
import { readHome } from '../../discovery/home';
import { readProfile } from '../../discovery/profile';
import { readStream } from '../../discovery/stream';
import { passInput } from '../../../schemas/plans';
import { streamId } from '../../ids';
import { anyone, router } from '../init';

export const discoveryRouter = router({
  home: anyone.query(({ ctx }) => readHome(ctx.deps, ctx.signedIn?.accountId ?? null)),
  category: anyone
    .input(z.object({ slug: z.string().max(40) }))
    .query(({ ctx, input }) => readCategory(ctx.deps, ctx.signedIn?.accountId ?? null, input.slug)),
  profile: anyone
    .input(z.object({ handle: z.string().max(40), before: z.string().max(60).nullable().default(null) }))
    .query(({ ctx, input }) => readProfile(ctx.deps, ctx.signedIn?.accountId ?? null, input.handle, input.before)),
  stream: anyone
    .input(z.object({ id: streamId, pass: passInput }))
    .query(({ ctx, input: { id, pass } }) =>
      readStream(ctx.deps, ctx.signedIn?.accountId ?? null, id, { ipAddress: ctx.origin.ipAddress, pass }),
    ),
});
