import { z } from 'zod';
import {
  audienceInput,
  captionInput,
  captionLanguageInput,
  partInput,
  sha256Input,
  videoInput,
} from '../../../schemas/videos';
import { streamId, videoPartId } from '../../ids';
import { recordAutomatically, startRecording, startUpload } from '../../videos/begin';
import { addCaptions, removeCaptions } from '../../videos/captions';
import { changeVideo, setAudience } from '../../videos/change';
import { recordOnServer } from '../../videos/record-on-server';
import { retryVideo } from '../../videos/package';
import { beginPart, completePart, finishVideo, openPart } from '../../videos/parts';
import { readRecordings, readVideo, readVideos } from '../../videos/read';
import { removeVideo } from '../../videos/remove';
import { anyone, creator, router } from '../init';

const byId = z.object({ id: streamId });
const byStream = z.object({ streamId });
const byVideo = z.object({ video: streamId });
const byPart = z.object({ part: videoPartId });
const address = z.string().max(100);

export const videosRouter = router({
  mine: creator.query(({ ctx }) => readVideos(ctx.deps, ctx.signedIn.accountId)),
  read: creator.input(byId).query(({ ctx, input }) => readVideo(ctx.deps, ctx.signedIn.accountId, input.id)),
  ofStream: anyone
    .input(byStream)
    .query(({ ctx, input }) => readRecordings(ctx.deps, ctx.signedIn?.accountId ?? null, input.streamId)),
  startRecording: creator.input(byStream).mutation(({ ctx, input }) => startRecording(ctx.deps, ctx, input.streamId)),
  startUpload: creator
    .input(videoInput.extend({ payee: address.nullable() }))
    .mutation(({ ctx, input: { payee, ...video } }) => startUpload(ctx.deps, ctx, video, payee)),
  beginPart: creator
    .input(byVideo.extend(partInput.shape))
    .mutation(({ ctx, input: { video, ...part } }) => beginPart(ctx.deps, ctx, video, part)),
  openPart: creator.input(byPart).query(({ ctx, input }) => openPart(ctx.deps, ctx.signedIn.accountId, input.part)),
  completePart: creator
    .input(byPart.extend({ sha256: sha256Input }))
    .mutation(({ ctx, input }) => completePart(ctx.deps, ctx.signedIn.accountId, input.part, input.sha256)),
  finish: creator
    .input(byVideo)
    .mutation(({ ctx, input }) => finishVideo(ctx.deps, ctx.signedIn.accountId, input.video)),
  retry: creator.input(byId).mutation(({ ctx, input }) => retryVideo(ctx.deps, ctx, input.id)),
  change: creator
    .input(videoInput.extend(byId.shape))
    .mutation(({ ctx, input: { id, ...video } }) => changeVideo(ctx.deps, ctx, id, video)),
  setAudience: creator
    .input(z.intersection(byId, audienceInput))
    .mutation(({ ctx, input: { id, ...audience } }) => setAudience(ctx.deps, ctx, id, audience)),
  remove: creator.input(byId).mutation(({ ctx, input }) => removeVideo(ctx.deps, ctx, input.id)),
  addCaptions: creator
    .input(captionInput.extend(byId.shape))
    .mutation(({ ctx, input: { id, ...captions } }) => addCaptions(ctx.deps, ctx, id, captions)),
  removeCaptions: creator
    .input(captionLanguageInput.extend(byId.shape))
    .mutation(({ ctx, input }) => removeCaptions(ctx.deps, ctx.signedIn.accountId, input.id, input.language)),
  recordOnServer: creator
    .input(byStream.extend({ on: z.boolean() }))
    .mutation(({ ctx, input }) => recordOnServer(ctx.deps, ctx, input.streamId, input.on)),
  recordAutomatically: creator
    .input(byStream.extend({ on: z.boolean() }))
    .mutation(({ ctx, input }) => recordAutomatically(ctx.deps, ctx.signedIn.accountId, input.streamId, input.on)),
});
