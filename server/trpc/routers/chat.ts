import { deleteMessage } from '../../chat/delete';
import { changesInput, chatInput, messageInput, olderInput, pinInput, replayInput, sendInput } from '../../chat/input';
import { pin } from '../../chat/pin';
import { readChanges, readChat, readOlder } from '../../chat/read';
import { readReplay } from '../../chat/replay';
import { send } from '../../chat/send';
import { anyone, router, signedIn } from '../init';

export const chatRouter = router({
  recent: anyone
    .input(chatInput)
    .query(({ ctx, input }) => readChat(ctx.deps, ctx.signedIn?.accountId ?? null, input.streamId)),
  before: anyone
    .input(olderInput)
    .query(({ ctx, input }) => readOlder(ctx.deps, ctx.signedIn?.accountId ?? null, input.streamId, input.before)),
  after: anyone
    .input(changesInput)
    .query(({ ctx, input }) => readChanges(ctx.deps, ctx.signedIn?.accountId ?? null, input.streamId, input.since)),
  replay: anyone
    .input(replayInput)
    .query(({ ctx, input: { streamId, ...from } }) =>
      readReplay(ctx.deps, ctx.signedIn?.accountId ?? null, streamId, from),
    ),
  send: signedIn
    .input(sendInput)
    .mutation(({ ctx, input }) => send(ctx.deps, ctx.origin, ctx.signedIn.accountId, input)),
  delete: signedIn
    .input(messageInput)
    .mutation(({ ctx, input }) =>
      deleteMessage(ctx.deps, ctx.signedIn.accountId, ctx.origin, input.streamId, input.id),
    ),
  pin: signedIn
    .input(pinInput)
    .mutation(({ ctx, input }) => pin(ctx.deps, ctx.signedIn.accountId, input.streamId, input.id)),
});
