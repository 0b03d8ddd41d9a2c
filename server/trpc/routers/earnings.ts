import { readEarnings } from '../../earnings/read';
import { creator, router } from '../init';

export const earningsRouter = router({
  overview: creator.query(({ ctx }) => readEarnings(ctx.deps, ctx.signedIn.accountId)),
});
