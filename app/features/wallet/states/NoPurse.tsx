import { Trans, useLingui } from '@lingui/react/macro';
import { useMoney } from '../../../lib/money';
import { Notice } from '../../../ui/Notice';
import { type ChainView, type WalletView, type WantedStream } from '../../transactions/purse-types';
import { type WalletTransaction } from '../../transactions/useWalletTransaction';
import { FaucetButton } from '../FaucetButton';
import { OpenPurse } from '../OpenPurse';

/**
 * No purse is open: what one is, and the form that opens it, or how money comes into the wallet
 * first.
 */
export function NoPurse({
  chain,
  wallet,
  closedBefore,
  transaction,
  stream,
  blocked,
}: {
  chain: ChainView;
  wallet: WalletView;
  closedBefore: boolean;
  transaction: WalletTransaction;
  stream: WantedStream | null;
  blocked: boolean;
}) {
  const { t } = useLingui();
  const { address, balance } = wallet;
  const symbol = useMoney()?.symbol;
  const { name } = chain;
  return (
    <>
      <p className="max-w-[65ch] text-soft">
        {closedBefore && (
          <>
            <Trans>Your last purse is closed.</Trans>{' '}
          </>
        )}
        <Trans>
          Put in a deposit once and say what may be done with it. Then your browser pays creators second by second, only
          while you watch, and asks nobody again. The whole rest comes back whenever you want.
        </Trans>
      </p>
      {balance === 0n ? (
        <Notice
          title={t`There is no money in this wallet.`}
          action={chain.faucet && <FaucetButton address={address} variant="primary" />}
        >
          {chain.faucet ? (
            t`This is a local chain for trying things out. Its money is worth nothing, and there is plenty.`
          ) : symbol === undefined ? (
            <Trans>
              Send some money on {name} to <span className="wrap-anywhere text-ink select-all">{address}</span>, then
              reload this page.
            </Trans>
          ) : (
            <Trans>
              Send some {symbol} on {name} to <span className="wrap-anywhere text-ink select-all">{address}</span>, then
              reload this page.
            </Trans>
          )}
        </Notice>
      ) : (
        <OpenPurse {...{ chain, wallet, transaction, stream }} disabled={blocked} />
      )}
    </>
  );
}
