import { z } from 'zod';
import { streamKeyInput } from '../../../schemas/feeds';
import { confirmFeedPayee, makeStreamKey, revokeStreamKey, rotateStreamKey } from '../../feeds/keys';
import { lookAtFeed, readFeeds } from '../../feeds/read';
import { streamId, streamKeyId } from '../../ids';
import { creator, router } from '../init';

const address = z.string().max(100);
const byId = z.object({ id: streamKeyId });
const keyInput = streamKeyInput.extend({ streamId: streamId.nullable(), payee: address.nullable() });

export const feedsRouter = router({
  overview: creator.query(({ ctx }) => readFeeds(ctx.deps, ctx.signedIn.accountId)),
  makeKey: creator.input(keyInput).mutation(({ ctx, input }) => makeStreamKey(ctx.deps, ctx, input)),
  rotateKey: creator.input(byId).mutation(({ ctx, input }) => rotateStreamKey(ctx.deps, ctx, input.id)),
  revokeKey: creator.input(byId).mutation(({ ctx, input }) => revokeStreamKey(ctx.deps, ctx, input.id)),
  confirmPayee: creator
    .input(z.object({ payee: address }))
    .mutation(({ ctx, input }) => confirmFeedPayee(ctx.deps, ctx, input.payee)),
  look: creator
    .input(z.object({ id: streamId, from: z.enum(['studio', 'keys']) }))
    .query(({ ctx, input }) => lookAtFeed(ctx.deps, ctx.signedIn.accountId, input.id, input.from)),
});
