import { Trans, useLingui } from '@lingui/react/macro';
import { ButtonLink } from '../../../ui/Button';
import { Notice } from '../../../ui/Notice';
import { walletName } from '../../../ui/WalletName';
import { type WalletView } from '../../transactions/purse-types';
import { type PurseQuestion } from '../PurseDialog';
import { QuestionButton } from '../QuestionButton';
import { useWalletLink } from '../wallet-link';

/**
 * Another browser holds the key that pays; `ready` is the wallet whose purse this one can pay from.
 */
export function KeyElsewhere({
  ready,
  ...asking
}: {
  ready: WalletView | null;
  disabled: boolean;
  onAsk: (question: PurseQuestion) => void;
}) {
  const { t, i18n } = useLingui();
  const linkTo = useWalletLink();
  const name = ready && walletName(ready, i18n);
  return (
    <Notice
      title={t`This browser cannot pay from your purse.`}
      action={
        <>
          {ready && (
            <ButtonLink to={linkTo(ready.address)} variant="primary" size="large" className="max-sm:w-full">
              <Trans>Use {name}</Trans>
            </ButtonLink>
          )}
          <QuestionButton {...asking} question="key" label={t`Pay from this browser`} primary={!ready} />
          <QuestionButton {...asking} question="topUp" label={t`Top up`} />
          <QuestionButton {...asking} question="close" label={t`Close the purse`} />
        </>
      }
    >
      <Trans>
        The key that pays lies in the browser where you opened the purse, or last allowed it, and cannot leave it. Your
        wallet can allow this browser’s key instead.
      </Trans>
      {ready && (
        <>
          {' '}
          <Trans>This browser pays from the purse of your other wallet; streams are paid from that one here.</Trans>
        </>
      )}
    </Notice>
  );
}
