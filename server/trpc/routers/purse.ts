import { readBlock } from '../../purses/block';
import { giveFromFaucet } from '../../purses/faucet';
import { readHistory } from '../../purses/history';
import { blockInput, historyInput, prepareInput, submitInput, transactionInput, walletInput } from '../../purses/input';
import { readOverview } from '../../purses/overview';
import { prepareTransaction } from '../../purses/prepare';
import { submitTransaction } from '../../purses/submit';
import { readTransaction } from '../../purses/transaction';
import { anyone, router, signedIn } from '../init';

export const purseRouter = router({
  overview: signedIn.query(({ ctx }) => readOverview(ctx.deps, ctx.signedIn.accountId)),
  history: signedIn
    .input(historyInput)
    .query(({ ctx, input }) => readHistory(ctx.deps, ctx.signedIn.accountId, input, ctx.language)),
  transaction: signedIn
    .input(transactionInput)
    .query(({ ctx, input }) => readTransaction(ctx.deps, ctx.signedIn.accountId, input.id, ctx.language)),
  block: anyone.input(blockInput).query(({ ctx, input }) => readBlock(ctx.deps, input.number, ctx.language)),

  prepare: signedIn
    .input(prepareInput)
    .mutation(({ ctx, input }) => prepareTransaction(ctx.deps, ctx, input, ctx.language)),
  submit: signedIn
    .input(submitInput)
    .mutation(({ ctx, input }) => submitTransaction(ctx.deps, ctx, input, ctx.language)),
  faucet: signedIn.input(walletInput).mutation(({ ctx, input }) => giveFromFaucet(ctx.deps, ctx, input)),
});
