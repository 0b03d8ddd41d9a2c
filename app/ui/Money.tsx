import { type Amount, exactAmount, shortAmount } from '../../sdk/money';
import { SYMBOL } from '../lib/price';
import { cx } from './cx';

/** An amount with as many digits as matter, all of them on hover. */
export function Money({ amount, className }: { amount: Amount; className?: string }) {
  return (
    <span title={`${exactAmount(amount)} ${SYMBOL}`} className={cx('whitespace-nowrap tabular-nums', className)}>
      {shortAmount(amount)} <span className="text-[0.72em] leading-none font-normal text-soft">{SYMBOL}</span>
    </span>
  );
}
