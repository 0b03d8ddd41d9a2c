import { Trans, useLingui } from '@lingui/react/macro';
import { type Answers } from '../../lib/api';
import { ButtonLink } from '../../ui/Button';
import { Notice } from '../../ui/Notice';
import { When } from '../../ui/When';
import { shortAddress } from '../../lib/wallets/ss58';
import { NewsOrigin, walletWords } from './news-words';

/** Whom a stream that goes live now would pay, and whether that changed within a day. */
export type PayeeNow = Answers['security']['payee'];

/**
 * Said loudly wherever a creator looks before going live: another wallet is paid than a day ago.
 */
export function PayeeNotice({ payee: { changed } }: { payee: PayeeNow }) {
  const { t } = useLingui();
  if (!changed) return null;
  return (
    <Notice
      tone="warning"
      title={changed.to ? t`Another wallet of yours is paid than a day ago.` : t`No wallet of yours is paid any more.`}
      action={
        <ButtonLink to="/settings#wallets" size="small">
          <Trans>See your wallets</Trans>
        </ButtonLink>
      }
    >
      <ChangeWords changed={changed} />{' '}
      <Trans>If that was not you, see what happened in your settings before you go live.</Trans>
    </Notice>
  );
}

/** From whom to whom, when, and from where it was changed. */
export function ChangeWords({ changed }: { changed: NonNullable<PayeeNow['changed']> }) {
  const from = walletWords(changed.from);
  if (!changed.to)
    return (
      <Trans>
        Seconds were paid to <Named>{from}</Named>. Changed <NewsOrigin news={changed} />.
      </Trans>
    );
  const to = walletWords(changed.to);
  return (
    <Trans>
      Seconds were paid to <Named>{from}</Named> and are now paid to <Named>{to}</Named>. Changed{' '}
      <NewsOrigin news={changed} />.
    </Trans>
  );
}

/**
 * Whom the seconds of a stream pay: of one that is live by what it began with, else by what it
 * would begin with.
 */
export function PayeeLine({ payee: { wallet }, live }: { payee: PayeeNow; live: string | null }) {
  const { t } = useLingui();
  const known = wallet && (live === null || live === wallet.h160);
  if (!known && live === null) return null;
  const name = wallet?.label || t`Wallet`;
  const address = shortAddress(known ? wallet.address : (live ?? ''));
  return (
    <p className="text-sm text-soft">
      {known ? (
        <Trans>
          Seconds are paid to{' '}
          <span title={wallet.address}>
            <Named>{name}</Named> {address}
          </span>
          , linked <When at={wallet.linkedAt} relative />.
        </Trans>
      ) : (
        <Trans>
          Seconds are paid to <span title={live ?? undefined}>{address}, the wallet that was yours when it began.</span>
        </Trans>
      )}
    </p>
  );
}

function Named({ children }: { children: string }) {
  return <bdi className="font-medium text-ink">{children}</bdi>;
}
