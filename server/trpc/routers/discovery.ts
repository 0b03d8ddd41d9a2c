import { z } from 'zod';
import { browseInput, searchInput, suggestInput } from '../../../schemas/discovery';
import { browse } from '../../discovery/browse';
import { readCategory, readCategoryCards } from '../../discovery/categories';
import { readHome } from '../../discovery/home';
import { readLiveCounts } from '../../discovery/live-counts';
import { readProfile } from '../../discovery/profile';
import { search } from '../../discovery/search';
import { readStream } from '../../discovery/stream';
import { suggest } from '../../discovery/suggest';
import { passInput } from '../../../schemas/plans';
import { streamId } from '../../ids';
import { anyone, router } from '../init';

const profileCursor = z.string().max(60).nullable().default(null);

export const discoveryRouter = router({
  home: anyone.query(({ ctx }) => readHome(ctx.deps, ctx.signedIn?.accountId ?? null)),
  search: anyone.input(searchInput).query(({ ctx, input }) => search(ctx.deps, ctx, input)),
  suggest: anyone.input(suggestInput).query(({ ctx, input }) => suggest(ctx.deps, ctx, input.q)),
  browse: anyone.input(browseInput).query(({ ctx, input }) => browse(ctx.deps, ctx.signedIn?.accountId ?? null, input)),
  categories: anyone.query(({ ctx }) => readCategoryCards(ctx.deps)),
  liveCounts: anyone
    .input(z.object({ ids: z.array(streamId).max(50) }))
    .query(({ ctx, input }) => readLiveCounts(ctx.deps, ctx.signedIn?.accountId ?? null, input.ids)),
  category: anyone
    .input(z.object({ slug: z.string().max(40) }))
    .query(({ ctx, input }) => readCategory(ctx.deps, input.slug)),
  profile: anyone
    .input(z.object({ handle: z.string().max(40), before: profileCursor, videosBefore: profileCursor }))
    .query(({ ctx, input: { handle, before, videosBefore } }) =>
      readProfile(ctx.deps, ctx.signedIn?.accountId ?? null, handle, before, videosBefore),
    ),
  stream: anyone
    .input(z.object({ id: streamId, pass: passInput }))
    .query(({ ctx, input: { id, pass } }) =>
      readStream(ctx.deps, ctx.signedIn?.accountId ?? null, id, { ipAddress: ctx.origin.ipAddress, pass }),
    ),
});
