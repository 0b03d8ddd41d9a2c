import { z } from 'zod';
import { deleteInput, namesInput, passwordInput, profileInput } from '../../../schemas/accounts';
import { becomeCreator } from '../../accounts/become-creator';
import { changePassword } from '../../accounts/change-password';
import { resendConfirmation } from '../../accounts/confirm-email';
import { deleteAccount } from '../../accounts/delete-account';
import { endOtherSessions } from '../../accounts/end-other-sessions';
import { endSession } from '../../accounts/end-session';
import { addressInput, linkInput } from '../../accounts/input';
import { challengeLink, linkWallet } from '../../accounts/link-wallet';
import { readSettings } from '../../accounts/settings';
import { unlinkWallet } from '../../accounts/unlink-wallet';
import { updateNames } from '../../accounts/update-names';
import { updateProfile } from '../../accounts/update-profile';
import { sessionId, walletId } from '../../ids';
import { router, signedIn } from '../init';
import { cookieJar } from './cookie-jar';

export const accountRouter = router({
  settings: signedIn.query(({ ctx }) => readSettings(ctx.deps, ctx.signedIn)),

  updateProfile: signedIn.input(profileInput).mutation(({ ctx, input }) => updateProfile(ctx.deps, ctx, input)),
  update: signedIn.input(namesInput).mutation(async ({ ctx, input }) => {
    const keep = cookieJar(ctx);
    const { setCookie } = await updateNames(ctx.deps, ctx, input);
    if (setCookie) keep(setCookie);
  }),
  resendConfirmation: signedIn.mutation(({ ctx }) => resendConfirmation(ctx.deps, ctx)),
  becomeCreator: signedIn.mutation(({ ctx }) => becomeCreator(ctx.deps, ctx)),

  changePassword: signedIn.input(passwordInput).mutation(async ({ ctx, input }) => {
    const keep = cookieJar(ctx);
    const { setCookie } = await changePassword(ctx.deps, ctx, input);
    if (setCookie) keep(setCookie);
  }),

  linkChallenge: signedIn.input(addressInput).mutation(({ ctx, input }) => challengeLink(ctx.deps, ctx, input.address)),
  linkWallet: signedIn.input(linkInput).mutation(async ({ ctx, input }) => {
    const keep = cookieJar(ctx);
    const { id, setCookie } = await linkWallet(ctx.deps, ctx, input);
    if (setCookie) keep(setCookie);
    return { id };
  }),
  unlinkWallet: signedIn.input(z.object({ id: walletId })).mutation(async ({ ctx, input }) => {
    const keep = cookieJar(ctx);
    const { setCookie } = await unlinkWallet(ctx.deps, ctx, input.id);
    if (setCookie) keep(setCookie);
  }),

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
