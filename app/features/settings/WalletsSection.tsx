import { Trans, useLingui } from '@lingui/react/macro';
import { Form } from '@remix-run/react';
import { type Settings } from '../../lib/api';
import { Badge } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { ConfirmForm } from '../../ui/ConfirmForm';
import { EmptyState } from '../../ui/EmptyState';
import { FormNote } from '../../ui/FormNote';
import { Section } from '../../ui/Section';
import { When } from '../../ui/When';
import { PayeeNotice } from '../security/PayeeWords';
import { shortAddress } from '../../lib/wallets/ss58';
import { walletName } from '../../ui/WalletName';
import { WalletSignIn } from '../security/WalletSignIn';
import { type FormState } from './SettingsPage';

/** The wallets that sign in to this account, and which of them its streams pay. */
export function WalletsSection({
  settings: { wallets, payee, account },
  unlink,
  choose,
}: {
  settings: Settings;
  unlink: FormState;
  choose: FormState;
}) {
  const { t, i18n } = useLingui();
  const named = wallets.map((wallet) => ({ wallet, name: walletName(wallet, i18n) }));
  const answer = unlink.answer ?? choose.answer;
  const paid = account.roles.includes('creator') || wallets.length > 1 ? payee.wallet?.address : undefined;
  return (
    <Section
      id="wallets"
      title={t`Wallets`}
      hint={
        wallets.length > 1
          ? t`You can sign in with each of them. Streams that you begin pay the marked one: the first that you linked, until you choose another.`
          : t`You can sign in with each of them. Linking one moves no money.`
      }
    >
      {account.roles.includes('creator') && payee.changed && (
        <div className="mb-6">
          <PayeeNotice payee={payee} />
        </div>
      )}
      {wallets.length === 0 ? (
        <EmptyState title={t`No wallet is linked.`} className="pt-5 pb-6">
          <Trans>You need one to pay for streams and to be paid.</Trans>
        </EmptyState>
      ) : (
        <ul className="mb-6 border-b">
          {named.map(({ wallet, name }) => (
            <li key={wallet.id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 border-t py-4">
              <div className="min-w-0 text-sm">
                <p className="flex flex-wrap items-center gap-2 font-medium">
                  {wallet.label || <Trans>Wallet</Trans>}
                  {wallet.address === paid && (
                    <Badge>
                      <Trans>Paid by your streams</Trans>
                    </Badge>
                  )}
                </p>
                <p className="text-soft" title={wallet.address}>
                  <span className="sr-only">
                    <Trans>Address</Trans>{' '}
                  </span>
                  {shortAddress(wallet.address)}
                </p>
                <p className="mt-0.5 text-xs text-soft">
                  {wallet.lastUsedAt ? (
                    <Trans>
                      Linked <When at={wallet.linkedAt} style="day" />, last used{' '}
                      <When at={wallet.lastUsedAt} style="day" relative />
                    </Trans>
                  ) : (
                    <Trans>
                      Linked <When at={wallet.linkedAt} style="day" />
                    </Trans>
                  )}
                </p>
              </div>
              <div className="flex flex-wrap gap-3">
                {paid && wallet.address !== paid && (
                  <Form method="post">
                    <input type="hidden" name="form" value="choosePayee" />
                    <input type="hidden" name="id" value={wallet.id} />
                    <Button type="submit" size="small" busy={choose.busy}>
                      <Trans>Have it paid</Trans>
                    </Button>
                  </Form>
                )}
                <ConfirmForm
                  label={t`Unlink`}
                  size="small"
                  busy={unlink.busy}
                  title={t`Unlink ${name}?`}
                  description={t`It will no longer sign in to this account, and your other browsers are signed out. Money in the wallet and in its purse is not touched.`}
                  confirm={t`Unlink the wallet`}
                  keep={t`Keep it`}
                  fields={{ form: 'unlinkWallet', id: wallet.id }}
                />
              </div>
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
