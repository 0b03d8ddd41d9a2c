import { Link } from '@remix-run/react';
import { type Answers } from '../../lib/api';
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
            <When at={payout.at} relative /> · <Block payout={payout} named />
          </p>
        </>
      ),
    },
    { key: 'when', label: 'When', cell: ({ at }) => <When at={at} />, figures: true, wide: true },
    { key: 'block', label: 'Block', cell: (payout) => <Block payout={payout} />, figures: true, wide: true },
    { key: 'amount', label: 'Amount', cell: ({ amount }) => <Money amount={amount} />, figures: true },
  ];
}

function Block({ payout: { blockNumber, blockUrl }, named = false }: { payout: Payout; named?: boolean }) {
  const common = {
    className: 'tabular-nums underline underline-offset-4',
    'aria-label': `Block ${blockNumber}`,
    children: named ? `block ${blockNumber}` : blockNumber,
  };
  return blockUrl.startsWith('/') ? (
    <Link to={blockUrl} prefetch="intent" {...common} />
  ) : (
    <a href={blockUrl} rel="noreferrer" {...common} />
  );
}
