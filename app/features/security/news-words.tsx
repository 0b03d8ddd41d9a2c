import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { type ReactNode } from 'react';
import { type I18n } from '../../../texts/i18n';
import { type SecurityNews } from '../../lib/api';
import { deviceName } from '../../lib/device-name';
import { When } from '../../ui/When';
import { shortAddress } from '../../lib/wallets/ss58';

/** What happened, in a sentence. */
export function newsWords(news: SecurityNews, i18n: I18n): string {
  switch (news.kind) {
    case 'walletLinked': {
      const wallet = walletWords(news.wallet);
      return i18n._(msg`The wallet ${wallet} was linked.`);
    }
    case 'walletUnlinked': {
      const wallet = walletWords(news.wallet);
      return i18n._(msg`The wallet ${wallet} was unlinked.`);
    }
    case 'payeeChanged': {
      const from = walletWords(news.from);
      if (!news.to) return i18n._(msg`Your streams have no wallet to pay any more. It was ${from}.`);
      const to = walletWords(news.to);
      return i18n._(msg`Your streams pay ${to} now, no longer ${from}.`);
    }
    case 'passwordSet':
      return i18n._(msg`A password was set.`);
    case 'passwordChanged':
      return i18n._(msg`The password was changed.`);
    case 'passwordReset':
      return i18n._(msg`The password was set anew, by a link that was sent to your e-mail address.`);
    case 'streamKeyMade': {
      const { label } = news;
      return i18n._(msg`A stream key was made, “${label}”: a program can go live for you with it.`);
    }
    case 'restreamTargetMade': {
      const { label } = news;
      return i18n._(msg`Another site was added that your live streams are sent on to, “${label}”.`);
    }
    case 'handleChanged': {
      const { from, to } = news;
      return i18n._(msg`Your name was changed from @${from} to @${to}.`);
    }
    case 'emailChanged':
      return i18n._(msg`The e-mail address was changed.`);
  }
}

/** A wallet by its name and enough of its address. */
export function walletWords({ address, label }: { address: string; label: string }): string {
  return label ? `${label} (${shortAddress(address)})` : shortAddress(address);
}

/** When it happened, and from where. */
export function NewsOrigin({ news: { at, userAgent, ipAddress } }: { news: SecurityNews }): ReactNode {
  const { i18n } = useLingui();
  const device = deviceName(userAgent, i18n);
  return ipAddress ? (
    <Trans>
      <When at={at} relative /> from {device}, {ipAddress}
    </Trans>
  ) : (
    <Trans>
      <When at={at} relative /> from {device}
    </Trans>
  );
}
