import { enter } from '../../viewing/enter';
import { agreeInput, joinInput, leaveInput, limitInput, payInput, viewingInput } from '../../viewing/input';
import { join } from '../../viewing/join';
import { leave } from '../../viewing/leave';
import { pause, resume } from '../../viewing/pause';
import { pay } from '../../viewing/pay';
import { followState } from '../../viewing/state';
import { agree, setLimit } from '../../viewing/change-budget';
import { anyone, byViewingId, router } from '../init';

export const viewingRouter = router({
  join: anyone.input(joinInput).mutation(({ ctx, input }) => join(ctx.deps, ctx, input)),
  enter: byViewingId.input(viewingInput).mutation(({ ctx, input }) => enter(ctx.deps, input.viewing)),
  pay: byViewingId.input(payInput).mutation(({ ctx, input }) => pay(ctx.deps, input)),
  pause: byViewingId.input(viewingInput).mutation(({ ctx, input }) => pause(ctx.deps, input.viewing)),
  resume: byViewingId.input(viewingInput).mutation(({ ctx, input }) => resume(ctx.deps, input.viewing)),
  setLimit: byViewingId.input(limitInput).mutation(({ ctx, input }) => setLimit(ctx.deps, input.viewing, input.limit)),
  agree: byViewingId.input(agreeInput).mutation(({ ctx, input }) => agree(ctx.deps, input.viewing, input.rate)),
  leave: byViewingId.input(leaveInput).mutation(({ ctx, input }) => leave(ctx.deps, input)),
  state: byViewingId
    .input(viewingInput)
    .subscription(({ ctx, input, signal }) => followState(ctx.deps, input.viewing, signal)),
});
