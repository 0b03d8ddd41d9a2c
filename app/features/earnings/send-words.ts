import { msg } from '@lingui/core/macro';
import { amount, type Amount, type ChainMoney, exactAmount, withSymbol } from '../../../sdk/money';
import { type I18n } from '../../../texts/i18n';
import { type EarningWallet } from './split-words';

/** What it would be to have the platform send a wallet its earnings. */
export type Sending = NonNullable<EarningWallet['sending']>;
type Request = NonNullable<EarningWallet['request']>;

/** Fees are said in these steps, 0.00001. */
const FEE_STEP = 10n ** 13n;
/** With as many decimals, so that what is owed, kept and sent adds up to the eye. */
export const TOLD_STEP = amount(FEE_STEP * 10n);

/**
 * In whole steps, never less than it is: what is taken is not said smaller, and a threshold that is
 * said is enough.
 */
export function roundedUp(value: Amount): string {
  return exactAmount(amount(((value + FEE_STEP - 1n) / FEE_STEP) * FEE_STEP));
}

/** What the platform does and takes for it, before one asks. */
export function costWords({ fee }: Pick<Sending, 'fee'>, money: ChainMoney | null, i18n: I18n): string {
  if (fee === 0n)
    return i18n._(
      msg`This wallet does not hold enough for the chain’s fee. The platform sends it for you and keeps nothing.`,
    );
  const kept = withSymbol(roundedUp(fee), money);
  return i18n._(
    msg`This wallet does not hold enough for the chain’s fee. The platform sends it for you and keeps ${kept} for the chain’s fee.`,
  );
}

/** Why it is not sent now, and what one can do; null when it can be sent. */
export function hindranceWords(
  { hindrance, least, fee }: Sending,
  money: ChainMoney | null,
  i18n: I18n,
): string | null {
  switch (hindrance) {
    case null:
      return null;
    case 'tooLittleToSend': {
      const [from, kept] = [withSymbol(roundedUp(least), money), roundedUp(fee)];
      return i18n._(
        msg`It is sent from ${from} on: of less, the fee of ${kept} would take too much. Until then it waits here, stays yours and grows. With a little of the chain’s money on this wallet you can withdraw it yourself at once.`,
      );
    }
    case 'walletEmpty':
      return i18n._(
        msg`The chain does not know this wallet, because it holds nothing. Send it a little of the chain’s money; then you can withdraw.`,
      );
    case 'walletUnmapped':
      return i18n._(
        msg`This chain pays a wallet only after the wallet has signed itself in there. Put a little of the chain’s money on it; withdrawing does the rest.`,
      );
  }
}

/** What stands under what is owed. */
export function readyWords({ sending }: Pick<EarningWallet, 'sending'>, money: ChainMoney | null, i18n: I18n): string {
  if (!sending?.needed || sending.hindrance !== 'tooLittleToSend') return i18n._(msg`Ready to withdraw`);
  const least = withSymbol(roundedUp(sending.least), money);
  return i18n._(msg`Waits until it is ${least}, from which on the platform sends it`);
}

/** How a request stands, in a sentence; when it ended is said beside it. */
export function requestWords({ status, message }: Pick<Request, 'status' | 'message'>, i18n: I18n): string {
  switch (status) {
    case 'asked':
      return i18n._(msg`Asked for. The platform sends it within a minute or so; you can leave this page.`);
    case 'sent':
      return i18n._(msg`Sent. It is in your wallet as soon as the block is final.`);
    case 'arrived':
      return i18n._(msg`It is in your wallet.`);
    case 'failed':
      return message ?? i18n._(msg`It could not be sent. Nothing was taken from your earnings.`);
  }
}

/** Whether it goes on without anything being pressed. */
export function isOnItsWay(request: Pick<Request, 'status'> | null): boolean {
  return request?.status === 'asked' || request?.status === 'sent';
}
