import { Link, useSearchParams } from '@remix-run/react';
import { duration } from '../../lib/format';
import { BlockLink } from '../../ui/BlockLink';
import { ButtonLink } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { Money } from '../../ui/Money';
import { Section } from '../../ui/Section';
import { type Column, Table } from '../../ui/Table';
import { When } from '../../ui/When';
import { onTheWall } from './chain-time';
import { type History } from './purse-types';
import { HISTORY_WORDS } from './purse-words';
import { shortAddress } from './ss58';

type Entry = History['entries'][number];

/** What blocks say of this wallet's purses, newest first, a page at a time. */
export function PurseHistory({ history, skew }: { history: History; skew: number }) {
  const [search] = useSearchParams();
  const page = (before: string | null) => {
    const next = new URLSearchParams(search);
    if (before) next.set('before', before);
    else next.delete('before');
    return `?${next.toString()}`;
  };
  const paged = search.has('before');
  return (
    <Section title="History">
      {history.entries.length === 0 ? (
        <EmptyState title={paged ? 'Nothing before that.' : 'Nothing yet.'}>
          Each deposit, each payment to a creator and each change will be here, with the block that it is in.
        </EmptyState>
      ) : (
        <Table
          caption="What happened to this purse"
          columns={columns(skew)}
          rows={history.entries}
          rowKey={({ id }) => id}
        />
      )}
      {(history.older || paged) && (
        <nav aria-label="Pages of the history" className="mt-5 flex gap-3">
          {paged && (
            <ButtonLink to={page(null)} size="small" preventScrollReset>
              Newest
            </ButtonLink>
          )}
          {history.older && (
            <ButtonLink to={page(history.older)} size="small" preventScrollReset>
              Older
            </ButtonLink>
          )}
        </nav>
      )}
    </Section>
  );
}

function columns(skew: number): Column<Entry>[] {
  return [
    {
      key: 'what',
      label: 'What',
      cell: (entry) => (
        <div className="min-w-0">
          <p className="font-medium">
            {HISTORY_WORDS[entry.kind]} <Creator entry={entry} />
          </p>
          <p className="mt-0.5 text-xs text-soft">
            {entry.seconds !== null && entry.kind === 'settled' && `${duration(entry.seconds)} in all. `}
            {entry.note}
            {skew !== 0 && WITH_TIME.includes(entry.kind) && ' (By the chain’s clock.)'}
          </p>
          <p className="mt-0.5 text-xs text-soft md:hidden">
            <When at={onTheWall(entry.at, skew)} relative /> ·{' '}
            <BlockLink blockNumber={entry.blockNumber} blockUrl={entry.blockUrl} named />
          </p>
        </div>
      ),
    },
    { key: 'when', label: 'When', cell: ({ at }) => <When at={onTheWall(at, skew)} />, figures: true, wide: true },
    {
      key: 'block',
      label: 'Block',
      cell: (entry) => <BlockLink blockNumber={entry.blockNumber} blockUrl={entry.blockUrl} />,
      figures: true,
      wide: true,
    },
    {
      key: 'amount',
      label: 'Amount',
      cell: ({ kind, amount }) =>
        amount !== null && (
          <>
            {amount > 0n && (SIGN[kind] ?? '')}
            <Money amount={amount} />
          </>
        ),
      figures: true,
    },
  ];
}

/** What is noted on these names a time of the chain's, whose clock may be another than ours. */
const WITH_TIME: Entry['kind'][] = ['rekeyed', 'closingRequested', 'announced'];

/** Which way the money went, seen from the purse. */
const SIGN: Partial<Record<Entry['kind'], string>> = {
  opened: '+',
  toppedUp: '+',
  settled: '\u2212',
  closed: '\u2212',
};

function Creator({ entry: { creator, creatorAddress } }: { entry: Entry }) {
  if (creator)
    return (
      <Link to={`/@${creator.handle}`} prefetch="intent" className="underline underline-offset-4">
        <bdi>{creator.displayName}</bdi>
      </Link>
    );
  return creatorAddress && <span title={creatorAddress}>{shortAddress(creatorAddress)}</span>;
}
