import { tracked } from '@trpc/server';
import { z } from 'zod';
import { choicesInput, endpointInput, pushInput } from '../../../schemas/notifications';
import { notificationId } from '../../ids';
import { followBell } from '../../notifications/bells';
import { readChoices, writeChoices } from '../../notifications/choices';
import { subscribePush, unsubscribePush } from '../../notifications/push';
import { markRead, openNotice, readNotices } from '../../notifications/read';
import { unsubscribe } from '../../notifications/unsubscribe';
import { unsubscribeInput } from '../../notifications/input';
import { anyone, router, signedIn } from '../init';

export const notificationsRouter = router({
  list: signedIn
    .input(z.object({ before: notificationId.optional(), take: z.int().min(1).max(50).optional() }))
    .query(({ ctx, input }) => readNotices(ctx.deps, ctx.signedIn.accountId, input, ctx.language)),
  open: signedIn
    .input(z.object({ id: notificationId }))
    .mutation(({ ctx, input }) => openNotice(ctx.deps, ctx.signedIn.accountId, input.id)),
  read: signedIn
    .input(z.object({ ids: z.array(notificationId).min(1).max(50) }))
    .mutation(({ ctx, input }) => markRead(ctx.deps, ctx.signedIn.accountId, input)),
  readAll: signedIn.mutation(({ ctx }) => markRead(ctx.deps, ctx.signedIn.accountId, { all: true })),
  bell: signedIn.input(z.object({ lastEventId: z.string().max(50).nullish() })).subscription(async function* ({
    ctx,
    input,
    signal,
  }) {
    const bell = followBell(ctx.deps, ctx.signedIn.accountId, input.lastEventId ?? null, ctx.who, signal, ctx.language);
    for await (const news of bell) yield tracked(news.id, news);
  }),

  choices: signedIn.query(({ ctx }) => readChoices(ctx.deps, ctx.signedIn.accountId)),
  choose: signedIn
    .input(choicesInput)
    .mutation(({ ctx, input }) => writeChoices(ctx.deps, ctx.signedIn, input.choices)),
  subscribePush: signedIn.input(pushInput).mutation(({ ctx, input }) => subscribePush(ctx.deps, ctx, input)),
  unsubscribePush: signedIn
    .input(endpointInput)
    .mutation(({ ctx, input }) => unsubscribePush(ctx.deps, ctx, input.endpoint)),

  /** Whoever has the link of a mail; its signature proves it. */
  unsubscribe: anyone.input(unsubscribeInput).mutation(({ ctx, input }) => unsubscribe(ctx.deps, input)),
});
