import { enter } from '../../viewing/enter';
import { joinInput, leaveInput, limitInput, payInput, viewingInput } from '../../viewing/input';
import { join } from '../../viewing/join';
import { leave } from '../../viewing/leave';
import { setLimit } from '../../viewing/limit';
import { pause, resume } from '../../viewing/pause';
import { pay } from '../../viewing/pay';
import { followState } from '../../viewing/state';
import { anyone, holder, router } from '../init';

export const viewingRouter = router({
  join: anyone.input(joinInput).mutation(({ ctx, input }) => join(ctx.deps, ctx, input)),
  enter: holder.input(viewingInput).mutation(({ ctx, input }) => enter(ctx.deps, input.viewing)),
  pay: holder.input(payInput).mutation(({ ctx, input }) => pay(ctx.deps, input)),
  pause: holder.input(viewingInput).mutation(({ ctx, input }) => pause(ctx.deps, input.viewing)),
  resume: holder.input(viewingInput).mutation(({ ctx, input }) => resume(ctx.deps, input.viewing)),
  setLimit: holder.input(limitInput).mutation(({ ctx, input }) => setLimit(ctx.deps, input.viewing, input.limit)),
  leave: holder.input(leaveInput).mutation(({ ctx, input }) => leave(ctx.deps, input)),
  state: holder
    .input(viewingInput)
    .subscription(({ ctx, input, signal }) => followState(ctx.deps, input.viewing, signal)),
});
