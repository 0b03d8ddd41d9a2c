import { unlockInput } from '../../../schemas/plans';
import { confirmAdult, unlock } from '../../access/unlock';
import { streamId } from '../../ids';
import { anyone, router, signedIn } from '../init';

export const accessRouter = router({
  unlock: anyone.input(unlockInput.extend({ id: streamId })).mutation(({ ctx, input }) => {
    const who = { accountId: ctx.signedIn?.accountId ?? null, origin: ctx.origin };
    return unlock(ctx.deps, who, input.id, input.password);
  }),
  confirmAdult: signedIn.mutation(({ ctx }) => confirmAdult(ctx.deps, ctx.signedIn.accountId)),
});
