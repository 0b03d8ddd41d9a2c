import { type Amount } from '../../sdk/money';
import { useMoney } from '../lib/money';
import { speakPrice } from '../lib/price';
import { cx } from './cx';

/** What watching costs, in a few words: "0.25 DOT a minute" or "Free". All digits on hover. */
export function Price({ rate, className }: { rate: Amount; className?: string }) {
  const price = speakPrice(rate, useMoney());
  if (price.free) return <span className={className}>Free</span>;
  return (
    <span title={price.exact} className={cx('tabular-nums', className)}>
      {price.minute} a minute
    </span>
  );
}
