import { askToSend } from '../../earnings/ask-to-send';
import { readEarningsOverview } from '../../earnings/overview';
import { downloadVouchers } from '../../earnings/vouchers';
import { walletInput } from '../../purses/input';
import { router, signedIn } from '../init';

export const earningsRouter = router({
  // Also whoever has a part in somebody else's earnings, and is no creator.
  overview: signedIn.query(({ ctx }) => readEarningsOverview(ctx.deps, ctx.signedIn.accountId, ctx.language)),
  vouchers: signedIn.query(({ ctx }) => downloadVouchers(ctx.deps, ctx)),
  askToSend: signedIn.input(walletInput).mutation(({ ctx, input }) => askToSend(ctx.deps, ctx, input.address)),
});
