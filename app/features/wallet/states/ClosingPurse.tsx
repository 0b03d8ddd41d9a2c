import { Trans, useLingui } from '@lingui/react/macro';
import { useRevalidator } from '@remix-run/react';
import { useEffect } from 'react';
import { countdown } from '../../../lib/format';
import { Button } from '../../../ui/Button';
import { type ChainView, type PurseView } from '../../transactions/purse-types';
import { delayWords } from '../../transactions/purse-words';
import { useChainTime } from '../chain-time';

/** What a closing purse is asked without a form: it is read and signed at once. */
export type ClosingAction = 'cancelClose' | 'close' | 'closeNow';

/** The chain is a few seconds behind: so often it is asked again once the time is up. */
const ASK_AGAIN_MS = 4_000;

/** The delay counts down by the chain's clock; then the rest can be taken back. */
export function ClosingPurse({
  chain,
  purse,
  preparing,
  disabled,
  onAction,
}: {
  chain: ChainView;
  purse: PurseView;
  /** Which of them is being prepared. */
  preparing: ClosingAction | null;
  disabled: boolean;
  onAction: (action: ClosingAction) => void;
}) {
  const { t, i18n } = useLingui();
  const now = useChainTime(chain.time);
  const { revalidate } = useRevalidator();
  const delay = delayWords(chain.closingDelaySeconds, i18n);
  const left = purse.closesAt ? Math.ceil((purse.closesAt.getTime() - now.getTime()) / 1000) : 0;
  const over = left <= 0;
  const waitsForChain = over && (purse.closesAt ?? now) > chain.time;
  useEffect(() => {
    if (!waitsForChain) return;
    const timer = setInterval(revalidate, ASK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [waitsForChain, revalidate]);
  return (
    <>
      <div>
        <p className="text-sm text-soft">{over ? t`The delay is over` : t`Closing in`}</p>
        {!over && (
          <p role="timer" className="mt-1 text-2xl display tabular-nums">
            {countdown(left, i18n)}
          </p>
        )}
        <p className="mt-2 max-w-[60ch] text-soft">
          {over
            ? t`Take the rest back to your wallet, or keep the purse open. It stays yours either way.`
            : t`In the ${delay} of the delay creators are paid for what you have seen. Nothing new can be watched from it. Then you take the rest back.`}
        </p>
      </div>
      <div className="flex flex-wrap items-center gap-3">
        <Button
          variant={over ? 'primary' : 'plain'}
          size="large"
          className="max-sm:w-full"
          disabled={disabled || waitsForChain}
          busy={preparing === 'close' || preparing === 'closeNow'}
          onClick={() => onAction(over ? 'close' : 'closeNow')}
        >
          {over ? t`Take it back` : t`Close at once`}
        </Button>
        <Button
          size="large"
          className="max-sm:w-full"
          disabled={disabled}
          busy={preparing === 'cancelClose'}
          onClick={() => onAction('cancelClose')}
        >
          <Trans>Keep it open</Trans>
        </Button>
      </div>
    </>
  );
}
