import { type TRPCClient } from '@trpc/client';
import { type inferRouterInputs, type inferRouterOutputs } from '@trpc/server';
import { createCallerFactory, router } from './init';
import { accessRouter } from './routers/access';
import { accountRouter } from './routers/account';
import { broadcastRouter } from './routers/broadcast';
import { chainRouter } from './routers/chain';
import { chatRouter } from './routers/chat';
import { clipsRouter } from './routers/clips';
import { discoveryRouter } from './routers/discovery';
import { earningsRouter } from './routers/earnings';
import { feedsRouter } from './routers/feeds';
import { followsRouter } from './routers/follows';
import { lineRouter } from './routers/line';
import { moderationRouter } from './routers/moderation';
import { notificationsRouter } from './routers/notifications';
import { playbackRouter } from './routers/playback';
import { purseRouter } from './routers/purse';
import { raidsRouter } from './routers/raids';
import { restreamRouter } from './routers/restream';
import { scheduleRouter } from './routers/schedule';
import { securityRouter } from './routers/security';
import { sessionRouter } from './routers/session';
import { stageRouter } from './routers/stage';
import { streamsRouter } from './routers/streams';
import { videosRouter } from './routers/videos';
import { viewingRouter } from './routers/viewing';

/** The whole API. */
export const appRouter = router({
  session: sessionRouter,
  account: accountRouter,
  access: accessRouter,
  security: securityRouter,
  discovery: discoveryRouter,
  streams: streamsRouter,
  schedule: scheduleRouter,
  chain: chainRouter,
  chat: chatRouter,
  follows: followsRouter,
  moderation: moderationRouter,
  notifications: notificationsRouter,
  purse: purseRouter,
  broadcast: broadcastRouter,
  feeds: feedsRouter,
  restream: restreamRouter,
  raids: raidsRouter,
  stage: stageRouter,
  videos: videosRouter,
  viewing: viewingRouter,
  line: lineRouter,
  playback: playbackRouter,
  clips: clipsRouter,
  earnings: earningsRouter,
});

/** Calls the API in process, with the same guards as over the wire. */
export const createCaller = createCallerFactory(appRouter);

export type AppRouter = typeof appRouter;
/** The whole API as clients call it. */
export type ApiProcedures = TRPCClient<AppRouter>;
export type Caller = ReturnType<typeof createCaller>;
export type ApiInput = inferRouterInputs<AppRouter>;
export type ApiOutput = inferRouterOutputs<AppRouter>;
