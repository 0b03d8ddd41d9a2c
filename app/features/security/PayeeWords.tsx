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
  if (!changed) return null;
  return (
    <Notice
      tone="warning"
      title={changed.to ? 'Another wallet of yours is paid than a day ago.' : 'No wallet of yours is paid any more.'}
      action={
        <ButtonLink to="/settings#wallets" size="small">
          See your wallets
        </ButtonLink>
      }
    >
      <ChangeWords changed={changed} /> If that was not you, see what happened in your settings before you go live.
    </Notice>
  );
}

/** From whom to whom, when, and from where it was changed. */
export function ChangeWords({ changed }: { changed: NonNullable<PayeeNow['changed']> }) {
  return (
    <>
      Seconds were paid to <Named>{walletWords(changed.from)}</Named>
      {changed.to ? (
        <>
          {' '}
          and are now paid to <Named>{walletWords(changed.to)}</Named>.
        </>
      ) : (
        '.'
      )}{' '}
      Changed <NewsOrigin news={changed} />.
    </>
  );
}

/**
 * Whom the seconds of a stream pay: of one that is live by what it began with, else by what it
 * would begin with.
 */
export function PayeeLine({ payee: { wallet }, live }: { payee: PayeeNow; live: string | null }) {
  const known = wallet && (live === null || live === wallet.h160);
  if (!known && live === null) return null;
  return (
    <p className="text-sm text-soft">
      Seconds are paid to{' '}
      {known ? (
        <>
          <span title={wallet.address}>
            <Named>{wallet.label || 'Wallet'}</Named> {shortAddress(wallet.address)}
          </span>
          , linked <When at={wallet.linkedAt} relative />.
        </>
      ) : (
        <span title={live ?? undefined}>{shortAddress(live ?? '')}, the wallet that was yours when it began.</span>
      )}
    </p>
  );
}

function Named({ children }: { children: string }) {
  return <bdi className="font-medium text-ink">{children}</bdi>;
}
