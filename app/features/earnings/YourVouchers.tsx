import { Trans, useLingui } from '@lingui/react/macro';
import { ButtonLink } from '../../ui/Button';
import { Money } from '../../ui/Money';
import { Section } from '../../ui/Section';
import { amount } from '../../../sdk/money';
import { type EarningWallet } from './split-words';

/** What viewers have signed for and the chain has not settled yet, to be taken home. */
export function YourVouchers({ wallets }: { wallets: EarningWallet[] }) {
  const { t } = useLingui();
  const onTheWay = amount(wallets.reduce((sum, wallet) => sum + wallet.onTheWay, 0n));
  return (
    <Section
      title={t`Your vouchers`}
      hint={t`A voucher is what a viewer’s browser signed for you. With the file of those that the chain has not settled yet you are paid without this site, should it ever be gone: the program that does it is described with its source.`}
      action={
        <ButtonLink to="/dashboard/earnings/vouchers" reloadDocument download prefetch="none">
          <Trans>Download</Trans>
        </ButtonLink>
      }
    >
      <p className="border-t pt-4 text-sm text-soft">
        {onTheWay > 0n ? (
          <Trans>
            <Money amount={onTheWay} className="text-ink" /> is signed for now. The file is as new as the moment at
            which you take it.
          </Trans>
        ) : (
          t`Nothing waits to be settled, as far as this site knows: all that viewers signed for is on the chain already.`
        )}
      </p>
    </Section>
  );
}
