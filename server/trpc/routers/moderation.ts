import { z } from 'zod';
import {
  appealAnswer,
  appealInput,
  appointInput,
  banInput,
  reportInput,
  resolveInput,
  rulesInput,
  suspendInput,
  takeDownInput,
  timeOutInput,
  warnInput,
  wordInput,
} from '../../../schemas/moderation';
import { accountId, clipId, messageId, streamId } from '../../ids';
import {
  answerAppeal,
  answerSiteAppeal,
  appeal,
  appealSuspension,
  readAppeals,
  readSuspension,
} from '../../moderation/appeals';
import { block, readBlocked, unblock } from '../../moderation/blocks';
import { decideHeld } from '../../moderation/held';
import { readLog, readSiteLog } from '../../moderation/log';
import { clearMessages, deleteMessage, restoreMessages } from '../../moderation/messages';
import { appoint, dismiss } from '../../moderation/moderators';
import { readOverview } from '../../moderation/overview';
import { readOwnStanding } from '../../moderation/own-standing';
import { readSiteReports, report, resolveReport, resolveSiteReport } from '../../moderation/reports';
import { ban, lift, timeOut } from '../../moderation/restrict';
import { changeRules } from '../../moderation/rules';
import { putBack, readKeptOut, reinstate, suspend, takeDown } from '../../moderation/site';
import { warn } from '../../moderation/warn';
import { unwatchWord, watchWord } from '../../moderation/watched';
import { admin, anyone, router, signedIn } from '../init';

const channel = z.object({ channelId: accountId });
const person = channel.extend({ accountId });
const page = z.object({ before: z.uuid().nullish() });
const row = channel.extend({ id: z.uuid() });
const byHandle = { handle: z.string().max(40).nullish() };

/** Rules as their form holds them, as they are kept. */
const rules = rulesInput.extend(channel.shape).transform(({ followed, paidMinutes, channelId, ...kept }) => ({
  channelId,
  rules: {
    ...kept,
    followedMinutes: followed === 'anybody' ? null : Number(followed),
    paidSeconds: paidMinutes * 60,
  },
}));

const reported = z.discriminatedUnion('subject', [
  z.object({ subject: z.literal('message'), id: z.uuid() }),
  z.object({ subject: z.literal('person'), id: accountId, streamId: streamId.nullable().default(null) }),
  z.object({ subject: z.literal('stream'), id: streamId }),
  z.object({ subject: z.literal('clip'), id: clipId }),
]);

/** What is for who runs the site. */
const siteRouter = router({
  reports: admin.query(({ ctx }) => readSiteReports(ctx.deps)),
  keptOut: admin.query(({ ctx }) => readKeptOut(ctx.deps)),
  log: admin.input(page).query(({ ctx, input }) => readSiteLog(ctx.deps, input.before ?? null)),
  suspend: admin
    .input(suspendInput)
    .mutation(({ ctx, input }) => suspend(ctx.deps, ctx.signedIn.accountId, input.handle, input.reason)),
  reinstate: admin
    .input(z.object({ accountId }))
    .mutation(({ ctx, input }) => reinstate(ctx.deps, ctx.signedIn.accountId, input.accountId)),
  takeDown: admin
    .input(takeDownInput.extend({ streamId }))
    .mutation(({ ctx, input }) => takeDown(ctx.deps, ctx.signedIn.accountId, input.streamId, input.reason)),
  appeals: admin.query(({ ctx }) => readAppeals(ctx.deps, null)),
  answerAppeal: admin.input(appealAnswer.extend({ id: z.uuid() })).mutation(({ ctx, input }) =>
    answerSiteAppeal(ctx.deps, ctx.signedIn.accountId, input.id, {
      accept: input.accept === 'yes',
      answer: input.answer,
    }),
  ),
  putBack: admin
    .input(z.object({ streamId }))
    .mutation(({ ctx, input }) => putBack(ctx.deps, ctx.signedIn.accountId, input.streamId)),
  resolve: admin
    .input(resolveInput.extend({ id: z.uuid() }))
    .mutation(({ ctx, input }) => resolveSiteReport(ctx.deps, ctx.signedIn.accountId, input.id, input.note)),
});

export const moderationRouter = router({
  site: siteRouter,

  // who keeps order in a channel: the domain asks whether they do
  overview: signedIn
    .input(z.object(byHandle))
    .query(({ ctx, input }) => readOverview(ctx.deps, ctx.signedIn.accountId, input.handle ?? null)),
  log: signedIn
    .input(channel.extend(page.shape))
    .query(({ ctx, input }) => readLog(ctx.deps, ctx.signedIn.accountId, input.channelId, input.before ?? null)),
  appoint: signedIn
    .input(appointInput.extend(channel.shape))
    .mutation(({ ctx, input: { channelId, ...meant } }) => appoint(ctx.deps, ctx.signedIn.accountId, channelId, meant)),
  dismiss: signedIn
    .input(person)
    .mutation(({ ctx, input }) => dismiss(ctx.deps, ctx.signedIn.accountId, input.channelId, input.accountId)),
  ban: signedIn.input(banInput.extend(channel.shape)).mutation(({ ctx, input }) =>
    ban(ctx.deps, ctx.signedIn.accountId, ctx.origin, input.channelId, {
      meant: { handle: input.handle },
      reason: input.reason,
      minutes: input.minutes === '0' ? null : Number(input.minutes),
    }),
  ),
  timeOut: signedIn.input(timeOutInput.extend(channel.shape)).mutation(({ ctx, input }) =>
    timeOut(ctx.deps, ctx.signedIn.accountId, ctx.origin, input.channelId, {
      meant: { handle: input.handle },
      reason: input.reason,
      minutes: Number(input.minutes),
    }),
  ),
  lift: signedIn
    .input(person.extend({ kind: z.enum(['ban', 'timeout']) }))
    .mutation(({ ctx, input }) => lift(ctx.deps, ctx.signedIn.accountId, input.channelId, input.accountId, input.kind)),
  warn: signedIn.input(warnInput.extend(channel.shape)).mutation(({ ctx, input }) =>
    warn(ctx.deps, ctx.signedIn.accountId, ctx.origin, input.channelId, {
      meant: { handle: input.handle },
      warning: input.warning,
    }),
  ),
  changeRules: signedIn
    .input(rules)
    .mutation(({ ctx, input }) => changeRules(ctx.deps, ctx.signedIn.accountId, input.channelId, input.rules)),
  watchWord: signedIn
    .input(wordInput.extend(channel.shape))
    .mutation(({ ctx, input: { channelId, ...word } }) => watchWord(ctx.deps, ctx.signedIn.accountId, channelId, word)),
  unwatchWord: signedIn
    .input(channel.extend({ word: z.string().max(200) }))
    .mutation(({ ctx, input }) => unwatchWord(ctx.deps, ctx.signedIn.accountId, input.channelId, input.word)),
  deleteMessage: signedIn
    .input(channel.extend({ id: messageId }))
    .mutation(({ ctx, input }) =>
      deleteMessage(ctx.deps, ctx.signedIn.accountId, ctx.origin, input.channelId, input.id),
    ),
  clearMessages: signedIn
    .input(person.extend({ streamId: streamId.nullish() }))
    .mutation(({ ctx, input: { channelId, accountId, streamId } }) =>
      clearMessages(ctx.deps, ctx.signedIn.accountId, ctx.origin, channelId, {
        accountId,
        streamId: streamId ?? null,
      }),
    ),
  restoreMessages: signedIn
    .input(row)
    .mutation(({ ctx, input }) => restoreMessages(ctx.deps, ctx.signedIn.accountId, input.channelId, input.id)),
  decideHeld: signedIn
    .input(row.extend({ approved: z.boolean() }))
    .mutation(({ ctx, input }) =>
      decideHeld(ctx.deps, ctx.signedIn.accountId, input.channelId, input.id, input.approved),
    ),
  resolveReport: signedIn
    .input(resolveInput.extend(row.shape))
    .mutation(({ ctx, input }) =>
      resolveReport(ctx.deps, ctx.signedIn.accountId, input.channelId, input.id, input.note),
    ),
  answerAppeal: signedIn.input(appealAnswer.extend(row.shape)).mutation(({ ctx, input }) =>
    answerAppeal(ctx.deps, ctx.signedIn.accountId, input.channelId, input.id, {
      accept: input.accept === 'yes',
      answer: input.answer,
    }),
  ),

  // what everybody may
  standing: anyone
    .input(z.object({ streamId }))
    .query(({ ctx, input }) => readOwnStanding(ctx.deps, ctx.signedIn?.accountId ?? null, input.streamId)),
  // for who signs in to a suspended account: their pass says who they are
  suspension: anyone.query(({ ctx }) => readSuspension(ctx.deps, ctx.origin)),
  appealSuspension: anyone
    .input(appealInput)
    .mutation(({ ctx, input }) => appealSuspension(ctx.deps, ctx.origin, input.text)),
  appeal: signedIn
    .input(appealInput.extend({ id: z.uuid() }))
    .mutation(({ ctx, input }) => appeal(ctx.deps, ctx.signedIn.accountId, ctx.origin, input.id, input.text)),
  report: signedIn
    .input(reportInput.extend({ about: reported }))
    .mutation(({ ctx, input: { about, ...said } }) =>
      report(ctx.deps, ctx.signedIn.accountId, ctx.origin, about, said),
    ),
  block: signedIn
    .input(z.object({ accountId }))
    .mutation(({ ctx, input }) => block(ctx.deps, ctx.signedIn.accountId, ctx.origin, input.accountId)),
  unblock: signedIn
    .input(z.object({ accountId }))
    .mutation(({ ctx, input }) => unblock(ctx.deps, ctx.signedIn.accountId, input.accountId)),
  blocked: signedIn.query(({ ctx }) => readBlocked(ctx.deps, ctx.signedIn.accountId)),
});
