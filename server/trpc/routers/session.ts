import { signInInput, signUpInput } from '../../../schemas/accounts';
import { askForResetInput, linkInput, resetInput } from '../../../schemas/notifications';
import { confirmEmail } from '../../accounts/confirm-email';
import { addressInput, languageInput, signedInput } from '../../accounts/input';
import { whoAmI } from '../../accounts/who-am-i';
import { askForReset, readReset, resetPassword } from '../../accounts/reset-password';
import { signIn } from '../../accounts/sign-in';
import { signOut } from '../../accounts/sign-out';
import { signUp } from '../../accounts/sign-up';
import { challengeWallet } from '../../identity/wallet-challenge';
import { walletSignIn } from '../../accounts/wallet-sign-in';
import { chooseLanguage, settleLanguage } from '../../accounts/languages';
import { type AccountId } from '../../ids';
import { type Context } from '../context';
import { anyone, router } from '../init';
import { AccountSuspended } from '../../identity/suspended-pass';
import { cookieJar } from './cookie-jar';

/** Whoever is refused because their account is suspended keeps the pass that they are given. */
async function keepingPass<Result>(keep: (header: string) => void, signingIn: Promise<Result>): Promise<Result> {
  try {
    return await signingIn;
  } catch (error) {
    if (error instanceof AccountSuspended) keep(error.setCookie);
    throw error;
  }
}

export const sessionRouter = router({
  me: anyone.query(({ ctx }) => whoAmI(ctx.deps, ctx.signedIn)),

  signUp: anyone.input(signUpInput).mutation(async ({ ctx, input }) => {
    const keep = cookieJar(ctx);
    const { account, setCookie, deviceCookie } = await signUp(ctx.deps, ctx, input);
    keep(setCookie);
    keep(deviceCookie);
    await settle(ctx, account.id);
    return account;
  }),

  signIn: anyone.input(signInInput).mutation(async ({ ctx, input }) => {
    const keep = cookieJar(ctx);
    const { account, setCookie, deviceCookie } = await keepingPass(keep, signIn(ctx.deps, ctx, input));
    keep(setCookie);
    keep(deviceCookie);
    await settle(ctx, account.id);
    return account;
  }),

  signOut: anyone.mutation(async ({ ctx }) => {
    const keep = cookieJar(ctx);
    const { setCookie } = await signOut(ctx.deps, ctx);
    keep(setCookie);
  }),

  chooseLanguage: anyone.input(languageInput).mutation(async ({ ctx, input }) => {
    const keep = cookieJar(ctx);
    const { setCookie } = await chooseLanguage(ctx.deps, ctx, input.language);
    keep(setCookie);
  }),

  askForReset: anyone.input(askForResetInput).mutation(({ ctx, input }) => askForReset(ctx.deps, ctx, input.email)),
  readReset: anyone.input(linkInput).query(({ ctx, input }) => readReset(ctx.deps, ctx, input.token)),
  resetPassword: anyone.input(resetInput).mutation(({ ctx, input }) => resetPassword(ctx.deps, ctx, input)),
  confirmEmail: anyone.input(linkInput).mutation(({ ctx, input }) => confirmEmail(ctx.deps, ctx, input.token)),
  mailIsOn: anyone.query(({ ctx }) => ctx.deps.mail.on),

  walletChallenge: anyone
    .input(addressInput)
    .mutation(({ ctx, input }) => challengeWallet(ctx.deps, ctx.origin, input.address)),

  walletSignIn: anyone.input(signedInput).mutation(async ({ ctx, input }) => {
    const keep = cookieJar(ctx);
    const entered = await keepingPass(keep, walletSignIn(ctx.deps, ctx, input));
    const { account, created, setCookie, deviceCookie } = entered;
    keep(setCookie);
    keep(deviceCookie);
    await settle(ctx, account.id);
    return { account, created };
  }),
});

async function settle(ctx: Context, id: string): Promise<void> {
  const { setCookie } = await settleLanguage(ctx.deps, id as AccountId, ctx);
  if (setCookie) cookieJar(ctx)(setCookie);
}
