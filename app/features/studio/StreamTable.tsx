import { type MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@remix-run/react';
import { type ReactNode } from 'react';
import { type I18n } from '../../../texts/i18n';
import { type DashboardStream } from '../../lib/api';
import { categoryName } from '../../lib/categories';
import { count, duration } from '../../lib/format';
import { ButtonLink } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { Money } from '../../ui/Money';
import { Price } from '../../ui/Price';
import { type Column, Table } from '../../ui/Table';
import { When } from '../../ui/When';

type Status = DashboardStream['status'];

const VISIBILITY: Record<DashboardStream['visibility'], MessageDescriptor> = {
  public: msg`Public`,
  unlisted: msg`Unlisted`,
  followers: msg`Followers`,
  password: msg`Password`,
  private: msg`Private`,
};

/** The title, and under it what a phone has no columns for. */
function TitleCell({ stream }: { stream: DashboardStream }) {
  const { t, i18n } = useLingui();
  const to = stream.status === 'ended' ? `/watch/${stream.id}` : `/dashboard/streams/${stream.id}`;
  return (
    <div className="min-w-0">
      <Link to={to} prefetch="intent" className="line-clamp-2 font-medium hover:underline">
        <bdi>{stream.title}</bdi>
      </Link>
      <p className="mt-0.5 text-xs text-soft">
        {categoryName(stream.category, i18n)} · {t(VISIBILITY[stream.visibility])}
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
  return at ? <When at={at} /> : <Trans>No time yet</Trans>;
}

function momentOf({ status, scheduledAt, startedAt, endedAt }: DashboardStream): Date | null {
  return status === 'scheduled' ? scheduledAt : status === 'ended' ? endedAt : startedAt;
}

const MOMENT: Record<Status, MessageDescriptor> = {
  live: msg`Since`,
  scheduled: msg`Planned for`,
  ended: msg`Ended`,
  recorded: msg`From`,
};

const CAPTIONS: Record<Status, MessageDescriptor> = {
  live: msg`Your streams: live`,
  scheduled: msg`Your streams: scheduled`,
  ended: msg`Your streams: ended`,
  recorded: msg`Your videos`,
};

function columnsFor(status: Status, i18n: I18n): Column<DashboardStream>[] {
  const title: Column<DashboardStream> = {
    key: 'title',
    label: i18n._(msg`Title`),
    cell: (stream) => <TitleCell stream={stream} />,
    sort: (stream) => stream.title,
  };
  const moment: Column<DashboardStream> = {
    key: 'when',
    label: i18n._(MOMENT[status]),
    cell: (stream) => <Moment stream={stream} />,
    sort: (stream) => momentOf(stream)?.getTime() ?? 0,
    figures: true,
    wide: true,
  };
  const price: Column<DashboardStream> = {
    key: 'price',
    label: i18n._(msg`Price`),
    cell: (stream) => <Price rate={stream.ratePerSecond} />,
    sort: (stream) => stream.ratePerSecond,
    figures: true,
    wide: true,
  };
  if (status === 'scheduled') return [title, moment, price, studioColumn(i18n)];
  return [
    title,
    moment,
    price,
    {
      key: 'viewers',
      label: status === 'live' ? i18n._(msg`Watching`) : i18n._(msg`Viewers`),
      cell: (stream) => count(status === 'live' ? stream.currentViewers : stream.totalViewers, i18n),
      sort: (stream) => (status === 'live' ? stream.currentViewers : stream.totalViewers),
      figures: true,
      wide: true,
    },
    {
      key: 'time',
      label: i18n._(msg`Paid time`),
      cell: (stream) => duration(stream.paidSeconds, i18n),
      sort: (stream) => stream.paidSeconds,
      figures: true,
      wide: true,
    },
    {
      key: 'earned',
      label: i18n._(msg`Signed for`),
      cell: (stream) => <Earned stream={stream} />,
      sort: (stream) => stream.earned + stream.history,
      figures: true,
    },
    ...(status === 'live' ? [studioColumn(i18n)] : []),
  ];
}

/** The way to where a stream goes live. */
function studioColumn(i18n: I18n): Column<DashboardStream> {
  return {
    key: 'studio',
    label: i18n._(msg`Studio`),
    cell: ({ id, status, title }) => (
      <ButtonLink
        to={`/dashboard/streams/${id}/live`}
        size="small"
        variant={status === 'live' ? 'primary' : 'plain'}
        aria-label={status === 'live' ? i18n._(msg`Open studio: ${title}`) : i18n._(msg`Go live: ${title}`)}
      >
        {status === 'live' ? i18n._(msg`Open studio`) : i18n._(msg`Go live`)}
      </ButtonLink>
    ),
    figures: true,
  };
}

/** What viewers signed for; the platform's fee comes off when it is settled. */
function Earned({ stream: { earned, history } }: { stream: DashboardStream }) {
  return (
    <>
      <Money amount={earned} />
      {history > 0n && (
        <span className="block text-xs text-soft">
          <Trans>
            history: <Money amount={history} />
          </Trans>
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
  const { t, i18n } = useLingui();
  if (streams.length === 0) {
    return (
      <EmptyState title={empty} action={action} className="border-t-0">
        {hint}
      </EmptyState>
    );
  }
  return (
    <Table
      caption={t(CAPTIONS[status])}
      columns={columnsFor(status, i18n)}
      rows={streams}
      rowKey={(stream) => stream.id}
    />
  );
}
