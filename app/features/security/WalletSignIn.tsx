import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate, useRevalidator } from '@remix-run/react';
import { Wallet } from 'lucide-react';
import { useState } from 'react';
import { welcomePath } from '~/lib/safe-next';
import { useSay } from '~/lib/texts';
import { Button } from '~/ui/Button';
import { Dialog } from '~/ui/Dialog';
import { ProofForm } from './ProofForm';
import { useWalletSignature } from '../signing/useWalletSignature';
import { WalletSteps } from '../signing/WalletSteps';

const WORDS = {
  signIn: {
    open: msg`Continue with a wallet`,
    title: msg`Sign in with a wallet`,
    why: msg`Your wallet signs a short text to prove that it is yours. Signing is free and moves no money. A wallet that we do not know yet gets a new account.`,
    sign: msg`Sign in`,
  },
  link: {
    open: msg`Link a wallet`,
    title: msg`Link a wallet`,
    why: msg`Your wallet signs a short text to prove that it is yours. Signing is free and moves no money. Afterwards you can sign in with it, and your other browsers are signed out.`,
    sign: msg`Sign and link`,
  },
};

/** The way through a wallet: which one, which account, what is about to be signed, done. */
export function WalletSignIn({ purpose, next = '/' }: { purpose: keyof typeof WORDS; next?: string }) {
  const { t } = useLingui();
  const say = useSay();
  const [open, setOpen] = useState(false);
  const navigate = useNavigate();
  const revalidator = useRevalidator();
  const words = WORDS[purpose];
  const wallet = useWalletSignature(purpose, ({ created }) => {
    setOpen(false);
    if (purpose === 'link') revalidator.revalidate();
    else void navigate(created ? welcomePath(next) : next, { replace: true });
  });
  const openChanged = (now: boolean) => {
    setOpen(now);
    if (now) void wallet.start();
  };

  const goOn = async () => {
    if (wallet.step.at === 'proof') await wallet.step.goOn();
  };

  return (
    <Dialog
      open={open}
      onOpenChange={openChanged}
      title={t(words.title)}
      description={t(words.why)}
      trigger={
        <Button className="w-full sm:w-auto">
          <Wallet aria-hidden="true" className="size-4" />
          {t(words.open)}
        </Button>
      }
    >
      {wallet.error && (
        <p role="alert" className="mt-4 rounded-base border border-danger px-3.5 py-3 text-sm text-danger">
          {say(wallet.error)}
        </p>
      )}
      <div className="mt-5">
        {wallet.step.at === 'proof' ? (
          <>
            <p className="text-sm">
              <Trans>
                Prove first that it is you: what is linked here can sign in to your account and be paid. It holds for
                five minutes.
              </Trans>
            </p>
            <ProofForm onProven={() => void goOn()} />
          </>
        ) : (
          <WalletSteps {...wallet} signLabel={t(words.sign)} />
        )}
      </div>
    </Dialog>
  );
}
