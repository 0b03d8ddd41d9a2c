import { useNavigate, useRevalidator } from '@remix-run/react';
import { Wallet } from 'lucide-react';
import { useState } from 'react';
import { welcomePath } from '~/lib/safe-next';
import { Button } from '~/ui/Button';
import { Dialog } from '~/ui/Dialog';
import { Skeleton } from '~/ui/Skeleton';
import { useWalletSignature, type WalletPurpose, type WalletStep } from './useWalletSignature';

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
    why: 'Your wallet signs a short text to prove that it is yours. Signing is free and moves no money. Afterwards you can sign in with it.',
    sign: 'Sign and link',
  },
} satisfies Record<WalletPurpose, Record<string, string>>;

/** The way through a wallet: which one, which account, what is about to be signed, done. */
export function WalletSignIn({ purpose, next = '/' }: { purpose: WalletPurpose; next?: string }) {
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
        <Step {...wallet} signLabel={words.sign} />
      </div>
    </Dialog>
  );
}

type StepProps = Omit<ReturnType<typeof useWalletSignature>, 'start'> & { signLabel: string };

function Step({ step, busy, ready, chooseWallet, chooseAccount, sign, signLabel }: StepProps) {
  if (!ready) return <Skeleton className="h-12 w-full" />;
  switch (step.at) {
    case 'wallets':
      return step.wallets.length === 0 ? (
        <NoWallet />
      ) : (
        <Choices
          legend="Your wallets"
          busy={busy}
          choices={step.wallets.map(({ id, name }) => ({ id, label: name, choose: () => void chooseWallet(id) }))}
        />
      );
    case 'accounts':
      return (
        <Choices
          legend="Which account?"
          busy={busy}
          choices={step.accounts.map((account) => ({
            id: account.address,
            label: account.name ?? 'Account',
            note: account.address,
            choose: () => void chooseAccount(step.wallet, account),
          }))}
        />
      );
    case 'statement':
      return <Statement step={step} busy={busy} signLabel={signLabel} sign={sign} />;
  }
}

function NoWallet() {
  return (
    <p className="text-sm text-soft">
      This browser has no wallet. Install one (Talisman, SubWallet and Polkadot&#123;.js&#125; work), reload the page
      and come back. A password works without any wallet.
    </p>
  );
}

interface Choice {
  id: string;
  label: string;
  note?: string;
  choose: () => void;
}

function Choices({ legend, busy, choices }: { legend: string; busy: boolean; choices: Choice[] }) {
  return (
    <div role="group" aria-label={legend}>
      <p className="text-sm font-medium">{legend}</p>
      <ul className="mt-2 divide-y divide-line border-y border-line">
        {choices.map(({ id, label, note, choose }) => (
          <li key={id}>
            <button
              type="button"
              disabled={busy}
              onClick={choose}
              className="flex min-h-12 w-full flex-col justify-center px-2 py-2 text-start hover:bg-hover disabled:opacity-50"
            >
              <span className="text-sm font-medium">{label}</span>
              {note && <span className="w-full truncate text-xs text-soft">{note}</span>}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

interface StatementProps {
  step: Extract<WalletStep, { at: 'statement' }>;
  busy: boolean;
  signLabel: string;
  sign: StepProps['sign'];
}

function Statement({ step: { wallet, account, challenge }, busy, signLabel, sign }: StatementProps) {
  return (
    <>
      <p className="text-sm font-medium">This is what you sign</p>
      <pre
        tabIndex={0}
        aria-label="The text to sign"
        className="mt-2 max-h-60 overflow-auto rounded-base border border-line bg-sunken p-3 text-xs break-words whitespace-pre-wrap"
      >
        {challenge.statement}
      </pre>
      <Button
        variant="primary"
        size="large"
        className="mt-4 w-full"
        busy={busy}
        onClick={() => void sign(wallet, account, challenge)}
      >
        {signLabel}
      </Button>
    </>
  );
}
