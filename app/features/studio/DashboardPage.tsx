import { Link, useRevalidator } from '@remix-run/react';
import { useEffect } from 'react';
import { type Answers, type DashboardStream } from '../../lib/api';
import { count, duration } from '../../lib/format';
import { ButtonLink } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { Money } from '../../ui/Money';
import { PageTitle } from '../../ui/Section';
import { StatCard, StatRow } from '../../ui/StatCard';
import { Tabs } from '../../ui/Tabs';
import { PayeeNotice, type PayeeNow } from '../security/PayeeWords';
import { StreamTable } from './StreamTable';

/** While something is live, its figures are asked for again so often. */
const REFRESH_MS = 5_000;

/** A creator's own place: how it goes, in one row of figures, and every stream. */
export function DashboardPage({ figures, streams, payee }: Answers['streams']['dashboard'] & { payee: PayeeNow }) {
  const of = (status: string) => streams.filter((stream) => stream.status === status);
  const [live, scheduled, ended] = [of('live'), of('scheduled').sort(soonestFirst), of('ended')];
  useFreshFigures(live.length > 0);
  const plan = (
    <ButtonLink to="/dashboard/new" variant="primary">
      New stream
    </ButtonLink>
  );
  const actions = (
    <div className="flex flex-wrap gap-3">
      <ButtonLink to="/dashboard/obs">Send with OBS</ButtonLink>
      <ButtonLink to="/dashboard/moderation">Moderation</ButtonLink>
      {plan}
    </div>
  );
  return (
    <div className="frame flex flex-col gap-10">
      <PageTitle title="Dashboard" action={actions} />
      <PayeeNotice payee={payee} />
      <StatRow>
        <StatCard
          label="Earned in all"
          value={figures.earned === null ? '–' : <Money amount={figures.earned} />}
          hint={<EarningsLink />}
        />
        <StatCard label="Paid time" value={duration(figures.paidSeconds)} hint="Seconds that viewers paid for" />
        <StatCard label="Viewers" value={count(figures.viewers)} hint="Over all streams" />
        <StatCard label="Followers" value={count(figures.followers)} hint={<FollowersLink />} />
      </StatRow>
      {figures.history > 0n && (
        <p className="max-w-[65ch] text-sm text-soft">
          Beside that, <Money amount={figures.history} /> of history: it came with the demo world, or from a chain that
          was reset. Nobody owes it, and it is counted in none of these figures but the viewers.
        </p>
      )}
      {streams.length === 0 ? (
        <EmptyState
          title="No streams yet."
          action={<ButtonLink to="/dashboard/new">Plan your first stream</ButtonLink>}
        >
          Say what it will be, what a minute costs, and when. It is on your page at once.
        </EmptyState>
      ) : (
        <div>
          <h2 className="sr-only">Your streams</h2>
          <Tabs
            label="Your streams"
            initial={live.length > 0 ? 'live' : scheduled.length > 0 ? 'scheduled' : 'ended'}
            tabs={[
              {
                value: 'live',
                label: 'Live',
                amount: live.length,
                content: (
                  <StreamTable
                    status="live"
                    streams={live}
                    empty="You are not live."
                    hint="Go live from one of your scheduled streams, or from a new one."
                    action={
                      scheduled.length > 0 ? <ButtonLink to="?show=scheduled">Your scheduled streams</ButtonLink> : plan
                    }
                  />
                ),
              },
              {
                value: 'scheduled',
                label: 'Scheduled',
                amount: scheduled.length,
                content: (
                  <StreamTable status="scheduled" streams={scheduled} empty="Nothing is planned." action={plan} />
                ),
              },
              {
                value: 'ended',
                label: 'Ended',
                amount: ended.length,
                content: (
                  <StreamTable
                    status="ended"
                    streams={ended}
                    empty="No stream has ended yet. What they brought in will be here."
                  />
                ),
              },
            ]}
          />
        </div>
      )}
    </div>
  );
}

function FollowersLink() {
  return (
    <Link to="/dashboard/followers" prefetch="intent" className="underline underline-offset-4 hover:text-ink">
      Who follows you
    </Link>
  );
}

function EarningsLink() {
  return (
    <Link to="/dashboard/earnings" prefetch="intent" className="underline underline-offset-4 hover:text-ink">
      What you are owed, and withdrawing
    </Link>
  );
}

function useFreshFigures(live: boolean): void {
  const { revalidate } = useRevalidator();
  useEffect(() => {
    if (!live) return;
    const timer = setInterval(() => document.visibilityState === 'visible' && revalidate(), REFRESH_MS);
    return () => clearInterval(timer);
  }, [live, revalidate]);
}

/** What has no time yet comes last. */
function soonestFirst(a: DashboardStream, b: DashboardStream): number {
  return (a.scheduledAt?.getTime() ?? Infinity) - (b.scheduledAt?.getTime() ?? Infinity) || 0;
}
