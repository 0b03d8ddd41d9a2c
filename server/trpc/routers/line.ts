import { keepPlaceInLine, leaveLine, takePlaceInLine } from '../../viewing/admission/line';
import { lineInput, placeInput } from '../../viewing/input';
import { anyone, router } from '../init';

/** The line before a stream that is full. Whoever holds the id of a place was told it alone. */
export const lineRouter = router({
  take: anyone.input(lineInput).mutation(({ ctx, input }) => takePlaceInLine(ctx.deps, ctx, input)),
  keep: anyone.input(placeInput).mutation(({ ctx, input }) => keepPlaceInLine(ctx.deps, input.id)),
  leave: anyone.input(placeInput).mutation(({ ctx, input }) => leaveLine(ctx.deps, input.id)),
});
