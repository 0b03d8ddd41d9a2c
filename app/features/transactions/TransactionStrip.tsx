import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '../../ui/Button';
import { Notice } from '../../ui/Notice';
import { SecondHand } from '../../ui/SecondHand';
import { useSay } from '../../lib/texts';
import { statusWords } from './TransactionSteps';
import { type WalletTransaction } from './useWalletTransaction';

/** A transaction that goes on while its dialog is closed. */
export function TransactionStrip({ transaction, onShow }: { transaction: WalletTransaction; onShow: () => void }) {
  const { t, i18n } = useLingui();
  const say = useSay();
  const { step } = transaction;
  if (step?.at === 'failed') {
    return (
      <Notice
        tone="warning"
        title={t`That did not work.`}
        action={
          <Button size="small" onClick={transaction.turnBack}>
            <Trans>Close</Trans>
          </Button>
        }
      >
        {say(step.message)}
      </Notice>
    );
  }
  if (step?.at !== 'sent') return null;
  return (
    <div className="flex items-center gap-4 rounded-base border bg-raised py-2.5 ps-4 pe-2">
      <SecondHand running className="size-5" />
      <p role="status" className="min-w-0 grow text-sm">
        {step.outOfSight ? t`On its way; we cannot reach the server just now.` : statusWords(step.transaction, i18n)}
      </p>
      <Button size="small" variant="quiet" onClick={onShow}>
        <Trans>Show</Trans>
      </Button>
    </div>
  );
}
