import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { type I18n } from '../../../texts/i18n';
import { type Answers } from '../../lib/api';
import { BlockLink } from '../../ui/BlockLink';
import { EmptyState } from '../../ui/EmptyState';
import { Money } from '../../ui/Money';
import { Section } from '../../ui/Section';
import { type Column, Table } from '../../ui/Table';
import { When } from '../../ui/When';

type Earnings = Answers['earnings']['overview'];
type Payout = Earnings['payouts'][number];

/** What was withdrawn, newest first, each with the block that it is in. */
export function Payouts({ payouts, wallets }: Pick<Earnings, 'payouts' | 'wallets'>) {
  const { t, i18n } = useLingui();
  return (
    <Section title={t`Payouts`}>
      {payouts.length === 0 ? (
        <EmptyState title={t`Nothing was withdrawn yet.`}>
          <Trans>Each payout will be here, with the block of the chain that it is in.</Trans>
        </EmptyState>
      ) : (
        <Table
          caption={t`What was withdrawn`}
          columns={columns(wallets, i18n)}
          rows={payouts}
          rowKey={({ blockNumber, recipient, amount }) => `${blockNumber} ${recipient} ${amount}`}
        />
      )}
    </Section>
  );
}

function columns(wallets: Earnings['wallets'], i18n: I18n): Column<Payout>[] {
  const nameOf = (recipient: string) =>
    wallets.find(({ h160 }) => h160 === recipient)?.label || i18n._(msg`Your wallet`);
  return [
    {
      key: 'to',
      label: i18n._(msg`To`),
      cell: (payout) => (
        <>
          <p className="font-medium" title={payout.recipient}>
            <bdi>{nameOf(payout.recipient)}</bdi>
          </p>
          <p className="mt-0.5 text-xs text-soft md:hidden">
            <When at={payout.at} relative /> ·{' '}
            <BlockLink blockNumber={payout.blockNumber} blockUrl={payout.blockUrl} named />
          </p>
        </>
      ),
    },
    { key: 'when', label: i18n._(msg`When`), cell: ({ at }) => <When at={at} />, figures: true, wide: true },
    {
      key: 'block',
      label: i18n._(msg`Block`),
      cell: (payout) => <BlockLink blockNumber={payout.blockNumber} blockUrl={payout.blockUrl} />,
      figures: true,
      wide: true,
    },
    {
      key: 'amount',
      label: i18n._(msg`Amount`),
      cell: ({ amount, fee }) => (
        <>
          <Money amount={amount} />
          {fee > 0n && (
            <p className="mt-0.5 text-xs text-soft">
              <Trans>
                <Money amount={fee} /> kept for sending it
              </Trans>
            </p>
          )}
        </>
      ),
      figures: true,
    },
  ];
}
