import { z } from 'zod';
import { becomeCreator } from '../../accounts/become-creator';
import { changePassword } from '../../accounts/change-password';
import { deleteAccount } from '../../accounts/delete-account';
import { endOtherSessions } from '../../accounts/end-other-sessions';
import { endSession } from '../../accounts/end-session';
import { addressInput, deleteInput, linkInput, namesInput, passwordInput, profileInput } from '../../accounts/input';
import { linkWallet } from '../../accounts/link-wallet';
import { readSettings } from '../../accounts/settings';
import { unlinkWallet } from '../../accounts/unlink-wallet';
import { updateNames } from '../../accounts/update-names';
import { updateProfile } from '../../accounts/update-profile';
import { challengeWallet } from '../../accounts/wallet-challenge';
import { sessionId, walletId } from '../../ids';
import { router, signedIn } from '../init';
import { cookieJar } from './cookie-jar';

export const accountRouter = router({
  settings: signedIn.query(({ ctx }) => readSettings(ctx.deps, ctx.signedIn)),

  updateProfile: signedIn.input(profileInput).mutation(({ ctx, input }) => updateProfile(ctx.deps, ctx, input)),
  update: signedIn.input(namesInput).mutation(({ ctx, input }) => updateNames(ctx.deps, ctx, input)),
  becomeCreator: signedIn.mutation(({ ctx }) => becomeCreator(ctx.deps, ctx)),

  changePassword: signedIn.input(passwordInput).mutation(async ({ ctx, input }) => {
    const keep = cookieJar(ctx);
    const { setCookie } = await changePassword(ctx.deps, ctx, input);
    keep(setCookie);
  }),

  linkChallenge: signedIn
    .input(addressInput)
    .mutation(({ ctx, input }) => challengeWallet(ctx.deps, ctx.origin, input.address, ctx.signedIn.accountId)),
  linkWallet: signedIn.input(linkInput).mutation(({ ctx, input }) => linkWallet(ctx.deps, ctx, input)),
  unlinkWallet: signedIn
    .input(z.object({ id: walletId }))
    .mutation(({ ctx, input }) => unlinkWallet(ctx.deps, ctx, input.id)),

  endSession: signedIn.input(z.object({ id: sessionId })).mutation(async ({ ctx, input }) => {
    const keep = cookieJar(ctx);
    const { setCookie } = await endSession(ctx.deps, ctx, input.id);
    if (setCookie) keep(setCookie);
  }),
  endOtherSessions: signedIn.mutation(({ ctx }) => endOtherSessions(ctx.deps, ctx)),

  delete: signedIn.input(deleteInput).mutation(async ({ ctx, input }) => {
    const keep = cookieJar(ctx);
    const { setCookie } = await deleteAccount(ctx.deps, ctx, input);
    keep(setCookie);
  }),
});
