import { useNavigate, useRevalidator } from '@remix-run/react';
import { Wallet } from 'lucide-react';
import { useState } from 'react';
import { welcomePath } from '~/lib/safe-next';
import { Button } from '~/ui/Button';
import { Dialog } from '~/ui/Dialog';
import { ProofForm } from './ProofForm';
import { useWalletSignature } from '../signing/useWalletSignature';
import { WalletSteps } from '../signing/WalletSteps';

const WORDS = {
  signIn: {
    open: 'Continue with a wallet',
    title: 'Sign in with a wallet',
    why: 'Your wallet signs a short text to prove that it is yours. Signing is free and moves no money. A wallet that we do not know yet gets a new account.',
    sign: 'Sign in',
  },
  link: {
    open: 'Link a wallet',
    title: 'Link a wallet',
    why: 'Your wallet signs a short text to prove that it is yours. Signing is free and moves no money. Afterwards you can sign in with it, and your other browsers are signed out.',
    sign: 'Sign and link',
  },
};

/** The way through a wallet: which one, which account, what is about to be signed, done. */
export function WalletSignIn({ purpose, next = '/' }: { purpose: keyof typeof WORDS; next?: string }) {
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
      title={words.title}
      description={words.why}
      trigger={
        <Button className="w-full sm:w-auto">
          <Wallet aria-hidden="true" className="size-4" />
          {words.open}
        </Button>
      }
    >
      {wallet.error && (
        <p role="alert" className="mt-4 rounded-base border border-danger px-3.5 py-3 text-sm text-danger">
          {wallet.error}
        </p>
      )}
      <div className="mt-5">
        {wallet.step.at === 'proof' ? (
          <>
            <p className="text-sm">
              Prove first that it is you: what is linked here can sign in to your account and be paid. It holds for five
              minutes.
            </p>
            <ProofForm onProven={() => void goOn()} />
          </>
        ) : (
          <WalletSteps {...wallet} signLabel={words.sign} />
        )}
      </div>
    </Dialog>
  );
}
