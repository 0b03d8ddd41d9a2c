import { Link } from '@remix-run/react';
import { type ReactNode } from 'react';
import { type DashboardStream } from '../../lib/api';
import { count, duration } from '../../lib/format';
import { ButtonLink } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { Money } from '../../ui/Money';
import { Price } from '../../ui/Price';
import { type Column, Table } from '../../ui/Table';
import { When } from '../../ui/When';

type Status = DashboardStream['status'];

const VISIBILITY: Record<DashboardStream['visibility'], string> = {
  public: 'Public',
  unlisted: 'Unlisted',
  followers: 'Followers',
  password: 'Password',
  private: 'Private',
};

/** The title, and under it what a phone has no columns for. */
function TitleCell({ stream }: { stream: DashboardStream }) {
  const to = stream.status === 'ended' ? `/watch/${stream.id}` : `/dashboard/streams/${stream.id}`;
  return (
    <div className="min-w-0">
      <Link to={to} prefetch="intent" className="line-clamp-2 font-medium hover:underline">
        <bdi>{stream.title}</bdi>
      </Link>
      <p className="mt-0.5 text-xs text-soft">
        {stream.category.name} · {VISIBILITY[stream.visibility]}
        <span className="md:hidden">
          {' · '}
          <Moment stream={stream} />
          {stream.status === 'scheduled' && (
            <>
              {' · '}
              <Price rate={stream.ratePerSecond} />
            </>
          )}
        </span>
      </p>
    </div>
  );
}

function Moment({ stream }: { stream: DashboardStream }) {
  const at = momentOf(stream);
  return at ? <When at={at} /> : <>No time yet</>;
}

function momentOf({ status, scheduledAt, startedAt, endedAt }: DashboardStream): Date | null {
  return status === 'scheduled' ? scheduledAt : status === 'live' ? startedAt : endedAt;
}

const MOMENT: Record<Status, string> = { live: 'Since', scheduled: 'Planned for', ended: 'Ended' };

function columnsFor(status: Status): Column<DashboardStream>[] {
  const title: Column<DashboardStream> = {
    key: 'title',
    label: 'Title',
    cell: (stream) => <TitleCell stream={stream} />,
    sort: (stream) => stream.title,
  };
  const moment: Column<DashboardStream> = {
    key: 'when',
    label: MOMENT[status],
    cell: (stream) => <Moment stream={stream} />,
    sort: (stream) => momentOf(stream)?.getTime() ?? 0,
    figures: true,
    wide: true,
  };
  const price: Column<DashboardStream> = {
    key: 'price',
    label: 'Price',
    cell: (stream) => <Price rate={stream.ratePerSecond} />,
    sort: (stream) => stream.ratePerSecond,
    figures: true,
    wide: true,
  };
  if (status === 'scheduled') return [title, moment, price, studioColumn];
  return [
    title,
    moment,
    price,
    {
      key: 'viewers',
      label: status === 'live' ? 'Watching' : 'Viewers',
      cell: (stream) => count(status === 'live' ? stream.currentViewers : stream.totalViewers),
      sort: (stream) => (status === 'live' ? stream.currentViewers : stream.totalViewers),
      figures: true,
      wide: true,
    },
    {
      key: 'time',
      label: 'Paid time',
      cell: (stream) => duration(stream.paidSeconds),
      sort: (stream) => stream.paidSeconds,
      figures: true,
      wide: true,
    },
    {
      key: 'earned',
      label: 'Signed for',
      cell: (stream) => <Earned stream={stream} />,
      sort: (stream) => stream.earned + stream.history,
      figures: true,
    },
    ...(status === 'live' ? [studioColumn] : []),
  ];
}

/** The way to where a stream goes live. */
const studioColumn: Column<DashboardStream> = {
  key: 'studio',
  label: 'Studio',
  cell: ({ id, status, title }) => (
    <ButtonLink
      to={`/dashboard/streams/${id}/live`}
      size="small"
      variant={status === 'live' ? 'primary' : 'plain'}
      aria-label={`${status === 'live' ? 'Open studio' : 'Go live'}: ${title}`}
    >
      {status === 'live' ? 'Open studio' : 'Go live'}
    </ButtonLink>
  ),
  figures: true,
};

/** What viewers signed for; the platform's fee comes off when it is settled. */
function Earned({ stream: { earned, history } }: { stream: DashboardStream }) {
  return (
    <>
      <Money amount={earned} />
      {history > 0n && (
        <span className="block text-xs text-soft">
          history: <Money amount={history} />
        </span>
      )}
    </>
  );
}

/** A creator's streams of one state. */
export function StreamTable({
  status,
  streams,
  empty,
  hint,
  action,
}: {
  status: Status;
  streams: DashboardStream[];
  empty: string;
  hint?: string;
  action?: ReactNode;
}) {
  if (streams.length === 0) {
    return (
      <EmptyState title={empty} action={action} className="border-t-0">
        {hint}
      </EmptyState>
    );
  }
  return (
    <Table
      caption={`Your streams: ${status}`}
      columns={columnsFor(status)}
      rows={streams}
      rowKey={(stream) => stream.id}
    />
  );
}
