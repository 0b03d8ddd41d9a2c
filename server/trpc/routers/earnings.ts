import { readEarnings } from '../../earnings/read';
import { router, signedIn } from '../init';

export const earningsRouter = router({
  // Also whoever has a part in somebody else's earnings, and is no creator.
  overview: signedIn.query(({ ctx }) => readEarnings(ctx.deps, ctx.signedIn.accountId)),
});
