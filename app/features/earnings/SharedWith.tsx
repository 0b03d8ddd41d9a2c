import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@remix-run/react';
import { type ReactNode } from 'react';
import { Button } from '../../ui/Button';
import { Money } from '../../ui/Money';
import { percentText, WHOLE } from '../../../schemas/sharing';
import { type EarningsShare, type EarningWallet, holderWords } from './split-words';

interface SharedWithProps {
  wallet: EarningWallet;
  wallets: EarningWallet[];
  blocked: boolean;
  onChange: () => void;
}

/** Who gets which part of a wallet's earnings, and the way to change it. */
export function SharedWith({ wallet, wallets, blocked, onChange }: SharedWithProps) {
  const { t } = useLingui();
  const { split, nextSplit, owed, forOthers } = wallet;
  const shared = split !== null && split.length > 0;
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-10 gap-y-4 border-t pt-4">
      <div className="min-w-0 grow basis-72">
        <h2 className="text-sm text-soft">
          <Trans>Shared with</Trans>
        </h2>
        {split ? <Parts split={split} wallets={wallets} /> : <p className="mt-1">–</p>}
        {nextSplit && (
          <>
            <p className="mt-3 max-w-[65ch] text-sm text-soft">
              <Trans>Set already, and in force as soon as what was earned before has had its time to be settled:</Trans>
            </p>
            <Parts split={nextSplit} wallets={wallets} />
          </>
        )}
        {shared && forOthers > 0n && (
          <p className="mt-3 max-w-[65ch] text-sm text-soft">
            {owed ? (
              <Trans>
                <Money amount={forOthers} /> of what is settled goes to the others. They can withdraw it as soon as you
                withdraw yours or set the parts again.
              </Trans>
            ) : (
              <Trans>
                <Money amount={forOthers} /> of what is settled goes to the others. They can withdraw it as soon as you
                set the parts again.
              </Trans>
            )}
          </p>
        )}
      </div>
      <Button disabled={split === null || blocked} onClick={onChange}>
        {shared || nextSplit ? t`Change` : t`Share these earnings`}
      </Button>
    </div>
  );
}

function Parts({ split, wallets }: { split: EarningsShare[]; wallets: EarningWallet[] }) {
  if (split.length === 0)
    return (
      <p className="mt-1">
        <Trans>Nobody. All of it goes to this wallet.</Trans>
      </p>
    );
  const ownPart = WHOLE - split.reduce((sum, { basisPoints }) => sum + basisPoints, 0);
  return (
    <ul className="mt-2 flex max-w-md flex-col gap-1.5">
      {split.map((share) => (
        <Part key={share.account} basisPoints={share.basisPoints}>
          <Holder share={share} wallets={wallets} />
        </Part>
      ))}
      <Part basisPoints={ownPart}>
        <Trans>This wallet</Trans>
      </Part>
    </ul>
  );
}

function Part({ basisPoints, children }: { basisPoints: number; children: ReactNode }) {
  return (
    <li className="flex items-baseline justify-between gap-6">
      <span className="min-w-0 wrap-anywhere">{children}</span>
      <span className="shrink-0 tabular-nums">{percentText(basisPoints)} %</span>
    </li>
  );
}

function Holder({ share, wallets }: { share: EarningsShare; wallets: EarningWallet[] }) {
  const { i18n } = useLingui();
  const { account, person } = share;
  const own = wallets.some(({ h160 }) => h160 === account);
  if (own || !person) return <span title={account}>{holderWords(share, wallets, i18n)}</span>;
  return (
    <span title={account}>
      <bdi>{person.displayName}</bdi>{' '}
      <Link to={`/@${person.handle}`} className="text-sm text-soft underline-offset-4 hover:text-ink hover:underline">
        <bdi>@{person.handle}</bdi>
      </Link>
    </span>
  );
}
