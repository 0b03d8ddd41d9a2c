import { type Amount, exactAmount, shortAmount, steadyAmount, withSymbol } from '../../sdk/money';
import { useMoney } from '../lib/money';
import { cx } from './cx';

/**
 * An amount with as many digits as matter, all of them on hover. One that grows by `step` while it
 * is looked at keeps its digits.
 */
export function Money({ amount, step, className }: { amount: Amount; step?: Amount; className?: string }) {
  const money = useMoney();
  return (
    <span title={withSymbol(exactAmount(amount), money)} className={cx('whitespace-nowrap tabular-nums', className)}>
      {step === undefined ? shortAmount(amount) : steadyAmount(amount, step)}
      {money && <span className="text-[0.72em] leading-none font-normal text-soft"> {money.symbol}</span>}
    </span>
  );
}
