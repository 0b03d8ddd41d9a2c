import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Button } from '../../ui/Button';
import { FormNote } from '../../ui/FormNote';
import { Money } from '../../ui/Money';
import { When } from '../../ui/When';
import { useChainTime } from './chain-time';
import { type ChainView, type PurseAction, type PurseView, type WalletView } from '../transactions/purse-types';
import { delayWords } from '../transactions/purse-words';
import { type PageRefusal } from '../../lib/page-refusal';
import { type WalletTransaction } from '../transactions/useWalletTransaction';

/**
 * Closing: at once when nobody is owed anything, else after the delay in which creators are paid.
 */
export function CloseForm({
  chain,
  wallet: { address },
  purse,
  transaction,
}: {
  chain: ChainView;
  wallet: WalletView;
  purse: PurseView;
  transaction: WalletTransaction;
}) {
  const { t, i18n } = useLingui();
  const [refusal, setRefusal] = useState<PageRefusal | null>(null);
  const [asked, setAsked] = useState<CloseKind | null>(null);
  const now = useChainTime(chain.time);
  const delay = delayWords(chain.closingDelaySeconds, i18n);
  /** Only a purse that is in force has the choice. */
  const delayed = purse.status === 'open' && !purse.keysDead;
  const ask = (kind: CloseKind) => {
    setAsked(kind);
    return transaction.prepare({ address, action: { kind } });
  };

  const close = async () => {
    setRefusal(null);
    const [first, second] = waysToClose(purse, now);
    let refused = await ask(first);
    if (refused?.code === 'closingTooEarly' && second) refused = await ask(second);
    setRefusal(refused);
  };
  const requestClose = async () => {
    setRefusal(null);
    setRefusal(await ask('requestClose'));
  };

  return (
    <div className="mt-4 flex flex-col gap-5">
      <div className="max-w-[65ch] space-y-3 text-sm">
        <p>
          {purse.promised > 0n ? (
            <Trans>
              What is left goes back to your wallet: <Money amount={purse.available} />, or a little less while seconds
              are on their way to a creator: they are paid first.
            </Trans>
          ) : (
            <Trans>
              What is left goes back to your wallet: <Money amount={purse.available} />.
            </Trans>
          )}
        </p>
        {purse.windowEndsAt && (
          <p>
            <Trans>
              Somebody is collecting by themselves what this purse owes them. It can be closed when that is paid, from{' '}
              <When at={purse.windowEndsAt} /> on.
            </Trans>
          </p>
        )}
        {delayed && (
          <p className="text-soft">
            <Trans>
              At once, when this site confirms that nobody is owed anything. Or without anybody’s word in {delay}: in
              that time creators are paid for seconds that you have seen, and nothing new can be watched from this
              purse.
            </Trans>
          </p>
        )}
      </div>
      <FormNote error={refusal?.message} answer={refusal} />
      <div className="flex flex-wrap justify-end gap-3">
        {delayed && (
          <Button
            variant={refusal ? 'plain' : 'quiet'}
            busy={transaction.preparing && asked === 'requestClose'}
            onClick={() => void requestClose()}
          >
            <Trans>Close in {delay}</Trans>
          </Button>
        )}
        <Button variant="danger" busy={transaction.preparing && asked !== 'requestClose'} onClick={() => void close()}>
          {refusal ? t`Try again` : delayed ? t`Close at once` : t`Close the purse`}
        </Button>
      </div>
    </div>
  );
}

type CloseKind = Extract<PurseAction['kind'], 'closeNow' | 'close' | 'requestClose'>;

/** The messages that may close it, the likelier first. */
function waysToClose({ closesAt, keysDead }: PurseView, now: Date): [CloseKind, CloseKind?] {
  if (closesAt && closesAt <= now) return ['close'];
  return keysDead ? ['close', 'closeNow'] : ['closeNow'];
}
