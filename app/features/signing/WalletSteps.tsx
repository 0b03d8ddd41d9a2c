import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '~/ui/Button';
import { useSay } from '~/lib/texts';
import { Skeleton } from '~/ui/Skeleton';
import { WalletName } from '../../ui/WalletName';
import { type useWalletSignature, type WalletStep } from './useWalletSignature';

type StepProps = Omit<ReturnType<typeof useWalletSignature>, 'start'> & { signLabel: string };

/** Which wallet, which account, what is about to be signed. */
export function WalletSteps(props: StepProps) {
  const { t } = useLingui();
  const say = useSay();
  const { step, busy, ready, chooseWallet, chooseAccount, otherAccount, addAccount, sign, signLabel } = props;
  if (!ready) return <Skeleton className="h-12 w-full" />;
  switch (step.at) {
    case 'wallets':
      return step.wallets.length === 0 ? (
        <NoWallet />
      ) : (
        <Choices
          legend={t`Your wallets`}
          busy={busy}
          choices={step.wallets.map(({ id, name }) => ({ id, label: say(name), choose: () => void chooseWallet(id) }))}
        />
      );
    case 'accounts':
      return (
        <>
          <Choices
            legend={t`Which account?`}
            busy={busy}
            choices={step.accounts.map((account) => ({
              id: account.address,
              label: account.name ?? t`Account`,
              note: account.address,
              choose: () => void chooseAccount(step.wallet, account, step.accounts),
            }))}
          />
          {step.wallet.addAccount && (
            <Button className="mt-4" busy={busy} onClick={() => void addAccount(step.wallet)}>
              <Trans>Make another account</Trans>
            </Button>
          )}
        </>
      );
    case 'statement':
      return <Statement {...{ step, busy, signLabel, sign, otherAccount }} />;
    case 'proof':
      return null; // asked by whoever shows these steps
  }
}

function NoWallet() {
  const polkadot = 'Polkadot{.js}';
  return (
    <p className="text-sm text-soft">
      <Trans>
        This browser has no wallet. Install one (Talisman, SubWallet and {polkadot} work), reload the page and come
        back. A password works without any wallet.
      </Trans>
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
              {note && (
                <span dir="ltr" className="w-full truncate text-xs text-soft rtl:text-end">
                  {note}
                </span>
              )}
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
  otherAccount: StepProps['otherAccount'];
}

function Statement({ step, busy, signLabel, sign, otherAccount }: StatementProps) {
  const { t } = useLingui();
  const { wallet, account, accounts, challenge } = step;
  const hasOthers = accounts.length > 1 || wallet.addAccount !== undefined;
  return (
    <>
      <div className="mb-4 flex items-center justify-between gap-4 border-y py-2.5">
        <WalletName wallet={{ label: account.name ?? t`Account`, address: account.address }} />
        {hasOthers && (
          <Button size="small" variant="quiet" disabled={busy} onClick={() => otherAccount(wallet, accounts)}>
            <Trans>Another account</Trans>
          </Button>
        )}
      </div>
      <p className="text-sm font-medium">
        <Trans>This is what you sign</Trans>
      </p>
      {/* It is signed as it stands, in English. */}
      <pre
        tabIndex={0}
        dir="ltr"
        lang="en"
        aria-label={t`The text to sign`}
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
