import { z } from 'zod';
import { proofInput } from '../../../schemas/accounts';
import { addressInput, signedInput } from '../../accounts/input';
import { walletId } from '../../ids';
import { choosePayee } from '../../security/choose-payee';
import { seeEvents } from '../../security/events';
import { seenInput } from '../../security/input';
import { readPayee } from '../../security/payee';
import { challengeProof, proveByPassword, proveByWallet } from '../../security/prove';
import { router, signedIn } from '../init';
import { cookieJar } from './cookie-jar';

export const securityRouter = router({
  prove: signedIn.input(proofInput).mutation(async ({ ctx, input }) => {
    const keep = cookieJar(ctx);
    const { setCookie } = await proveByPassword(ctx.deps, ctx, input.password);
    keep(setCookie);
  }),
  proofChallenge: signedIn
    .input(addressInput)
    .mutation(({ ctx, input }) => challengeProof(ctx.deps, ctx, input.address)),
  proveByWallet: signedIn.input(signedInput).mutation(async ({ ctx, input }) => {
    const keep = cookieJar(ctx);
    const { setCookie } = await proveByWallet(ctx.deps, ctx, input);
    keep(setCookie);
  }),

  seen: signedIn.input(seenInput).mutation(({ ctx, input }) => seeEvents(ctx.deps, ctx.signedIn, input.until)),

  payee: signedIn.query(({ ctx }) => readPayee(ctx.deps, ctx.signedIn.accountId)),
  choosePayee: signedIn.input(z.object({ id: walletId })).mutation(async ({ ctx, input }) => {
    const keep = cookieJar(ctx);
    const { setCookie } = await choosePayee(ctx.deps, ctx, input.id);
    if (setCookie) keep(setCookie);
  }),
});
