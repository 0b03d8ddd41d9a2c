import { type ReactNode } from 'react';
import { type SecurityNews } from '../../lib/api';
import { deviceName } from '../../lib/device-name';
import { When } from '../../ui/When';
import { shortAddress } from '../../lib/wallets/ss58';

/** What happened, in a sentence. */
export function newsWords(news: SecurityNews): string {
  switch (news.kind) {
    case 'walletLinked':
      return `The wallet ${walletWords(news.wallet)} was linked.`;
    case 'walletUnlinked':
      return `The wallet ${walletWords(news.wallet)} was unlinked.`;
    case 'payeeChanged':
      return news.to
        ? `Your streams pay ${walletWords(news.to)} now, no longer ${walletWords(news.from)}.`
        : `Your streams have no wallet to pay any more. It was ${walletWords(news.from)}.`;
    case 'passwordSet':
      return 'A password was set.';
    case 'passwordChanged':
      return 'The password was changed.';
    case 'passwordReset':
      return 'The password was set anew, by a link that was sent to your e-mail address.';
    case 'streamKeyMade':
      return `A stream key was made, “${news.label}”: a program can go live for you with it.`;
    case 'handleChanged':
      return `Your name was changed from @${news.from} to @${news.to}.`;
    case 'emailChanged':
      return 'The e-mail address was changed.';
  }
}

/** A wallet by its name and enough of its address. */
export function walletWords({ address, label }: { address: string; label: string }): string {
  return label ? `${label} (${shortAddress(address)})` : shortAddress(address);
}

/** When it happened, and from where. */
export function NewsOrigin({ news: { at, userAgent, ipAddress } }: { news: SecurityNews }): ReactNode {
  return (
    <>
      <When at={at} relative /> from {deviceName(userAgent)}
      {ipAddress && `, ${ipAddress}`}
    </>
  );
}
