import { Trans, useLingui } from '@lingui/react/macro';
import { type Amount } from '../../sdk/money';
import { useMoney } from '../lib/money';
import { speakPrice } from '../lib/price';
import { cx } from './cx';

/** What watching costs, in a few words: "0.25 DOT a minute" or "Free". All digits on hover. */
export function Price({ rate, className }: { rate: Amount; className?: string }) {
  const { i18n } = useLingui();
  const { free, minute, exact } = speakPrice(rate, useMoney(), i18n);
  if (free)
    return (
      <span className={className}>
        <Trans>Free</Trans>
      </span>
    );
  return (
    <span title={exact} className={cx('tabular-nums', className)}>
      <Trans>{minute} a minute</Trans>
    </span>
  );
}
