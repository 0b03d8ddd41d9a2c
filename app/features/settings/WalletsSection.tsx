import { type Settings } from '../../lib/api';
import { ConfirmForm } from '../../ui/ConfirmForm';
import { EmptyState } from '../../ui/EmptyState';
import { FormNote } from '../../ui/FormNote';
import { Section } from '../../ui/Section';
import { When } from '../../ui/When';
import { shortAddress } from '../wallet/ss58';
import { WalletSignIn } from '../wallet/WalletSignIn';
import { type FormState } from './SettingsPage';

/** The wallets that sign in to this account. */
export function WalletsSection({ settings: { wallets }, answer, busy }: { settings: Settings } & FormState) {
  return (
    <Section id="wallets" title="Wallets" hint="You can sign in with each of them. Linking one moves no money.">
      {wallets.length === 0 ? (
        <EmptyState title="No wallet is linked." className="pt-5 pb-6">
          You need one to pay for streams and to be paid.
        </EmptyState>
      ) : (
        <ul className="mb-6 border-b">
          {wallets.map((wallet) => (
            <li key={wallet.id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 border-t py-4">
              <div className="min-w-0 text-sm">
                <p className="font-medium">{wallet.label || 'Wallet'}</p>
                <p className="text-soft" title={wallet.address}>
                  <span className="sr-only">Address </span>
                  {shortAddress(wallet.address)}
                </p>
                <p className="mt-0.5 text-xs text-soft">
                  Linked <When at={wallet.linkedAt} style="day" />
                  {wallet.lastUsedAt && (
                    <>
                      , last used <When at={wallet.lastUsedAt} style="day" relative />
                    </>
                  )}
                </p>
              </div>
              <ConfirmForm
                label="Unlink"
                size="small"
                busy={busy}
                title={`Unlink ${wallet.label || 'this wallet'}?`}
                description="It will no longer sign in to this account. Money in the wallet and in its purse is not touched."
                confirm="Unlink the wallet"
                keep="Keep it"
                fields={{ form: 'unlinkWallet', id: wallet.id }}
              />
            </li>
          ))}
        </ul>
      )}
      <div className="flex flex-col items-start gap-4">
        <FormNote error={answer?.refusal?.message} done={answer?.done} answer={answer} />
        <WalletSignIn purpose="link" />
      </div>
    </Section>
  );
}
