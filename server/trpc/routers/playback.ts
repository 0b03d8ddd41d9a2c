import { claimSeconds } from '../../playback/claim';
import { describeVideo } from '../../playback/describe';
import { claimInput, describeInput, openInput, positionInput } from '../../playback/input';
import { openVideo } from '../../playback/open';
import { keepPosition } from '../../playback/position';
import { anyone, byViewingId, router, signedIn } from '../init';

export const playbackRouter = router({
  describe: anyone
    .input(describeInput)
    .query(({ ctx, input }) => describeVideo(ctx.deps, ctx.signedIn?.accountId ?? null, input)),
  open: anyone.input(openInput).mutation(({ ctx, input }) => openVideo(ctx.deps, ctx, input)),
  claim: byViewingId.input(claimInput).mutation(({ ctx, input }) => claimSeconds(ctx.deps, input)),
  keepPosition: signedIn
    .input(positionInput)
    .mutation(({ ctx, input }) => keepPosition(ctx.deps, ctx.signedIn.accountId, input)),
});
