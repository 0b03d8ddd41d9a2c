import { type Amount } from '../../sdk/money';
import { speakPrice, SYMBOL } from '../lib/price';
import { cx } from './cx';

/** What watching costs, in a few words: "0.25 UNIT a minute" or "Free". All digits on hover. */
export function Price({ rate, className }: { rate: Amount; className?: string }) {
  const price = speakPrice(rate);
  if (price.free) return <span className={className}>Free</span>;
  return (
    <span title={price.exact} className={cx('tabular-nums', className)}>
      {price.minute} {SYMBOL} a minute
    </span>
  );
}
