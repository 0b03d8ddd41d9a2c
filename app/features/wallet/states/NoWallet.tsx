import { Trans, useLingui } from '@lingui/react/macro';
import { EmptyState } from '../../../ui/EmptyState';
import { WalletSignIn } from '../../security/WalletSignIn';

/** No wallet is linked yet: the step before any purse. */
export function NoWallet() {
  const { t } = useLingui();
  return (
    <EmptyState title={t`No wallet is linked to your account.`} action={<WalletSignIn purpose="link" />}>
      <Trans>
        A purse is a deposit that stays yours. It is filled from your wallet once; then your browser pays creators
        second by second, without asking again. What is left comes back to the wallet whenever you want.
      </Trans>
    </EmptyState>
  );
}
