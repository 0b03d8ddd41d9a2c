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
  return (
    <Section title="Payouts">
      {payouts.length === 0 ? (
        <EmptyState title="Nothing was withdrawn yet.">
          Each payout will be here, with the block of the chain that it is in.
        </EmptyState>
      ) : (
        <Table
          caption="What was withdrawn"
          columns={columns(wallets)}
          rows={payouts}
          rowKey={({ blockNumber, recipient, amount }) => `${blockNumber} ${recipient} ${amount}`}
        />
      )}
    </Section>
  );
}

function columns(wallets: Earnings['wallets']): Column<Payout>[] {
  const nameOf = (recipient: string) => wallets.find(({ h160 }) => h160 === recipient)?.label || 'Your wallet';
  return [
    {
      key: 'to',
      label: 'To',
      cell: (payout) => (
        <>
          <p className="font-medium" title={payout.recipient}>
            {nameOf(payout.recipient)}
          </p>
          <p className="mt-0.5 text-xs text-soft md:hidden">
            <When at={payout.at} relative /> ·{' '}
            <BlockLink blockNumber={payout.blockNumber} blockUrl={payout.blockUrl} named />
          </p>
        </>
      ),
    },
    { key: 'when', label: 'When', cell: ({ at }) => <When at={at} />, figures: true, wide: true },
    {
      key: 'block',
      label: 'Block',
      cell: (payout) => <BlockLink blockNumber={payout.blockNumber} blockUrl={payout.blockUrl} />,
      figures: true,
      wide: true,
    },
    {
      key: 'amount',
      label: 'Amount',
      cell: ({ amount, fee }) => (
        <>
          <Money amount={amount} />
          {fee > 0n && (
            <p className="mt-0.5 text-xs text-soft">
              <Money amount={fee} /> kept for sending it
            </p>
          )}
        </>
      ),
      figures: true,
    },
  ];
}
