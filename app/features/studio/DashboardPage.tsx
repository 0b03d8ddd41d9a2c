import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useRevalidator } from '@remix-run/react';
import { type Answers, type DashboardStream } from '../../lib/api';
import { count, duration } from '../../lib/format';
import { useWhileVisible } from '../../lib/while-visible';
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
  const { t, i18n } = useLingui();
  const of = (status: string) => streams.filter((stream) => stream.status === status);
  const [live, scheduled, ended] = [of('live'), of('scheduled').sort(soonestFirst), of('ended')];
  useFreshFigures(live.length > 0);
  const plan = (
    <ButtonLink to="/dashboard/new" variant="primary">
      <Trans>New stream</Trans>
    </ButtonLink>
  );
  const actions = (
    <div className="flex flex-wrap gap-3">
      <ButtonLink to="/dashboard/videos">
        <Trans>Videos</Trans>
      </ButtonLink>
      <ButtonLink to="/dashboard/clips">
        <Trans>Clips</Trans>
      </ButtonLink>
      <ButtonLink to="/dashboard/obs">
        <Trans>Send with OBS</Trans>
      </ButtonLink>
      <ButtonLink to="/dashboard/restream">
        <Trans>Other sites</Trans>
      </ButtonLink>
      <ButtonLink to="/dashboard/moderation">
        <Trans>Moderation</Trans>
      </ButtonLink>
      {plan}
    </div>
  );
  return (
    <div className="frame flex flex-col gap-10">
      <PageTitle title={t`Dashboard`} action={actions} />
      <PayeeNotice payee={payee} />
      <StatRow>
        <StatCard
          label={t`Earned in all`}
          value={figures.earned === null ? '–' : <Money amount={figures.earned} />}
          hint={<EarningsLink />}
        />
        <StatCard
          label={t`Paid time`}
          value={duration(figures.paidSeconds, i18n)}
          hint={t`Seconds that viewers paid for`}
        />
        <StatCard label={t`Viewers`} value={count(figures.viewers, i18n)} hint={t`Over all streams`} />
        <StatCard label={t`Followers`} value={count(figures.followers, i18n)} hint={<FollowersLink />} />
      </StatRow>
      {figures.history > 0n && (
        <p className="max-w-[65ch] text-sm text-soft">
          <Trans>
            Beside that, <Money amount={figures.history} /> of history: it came with the demo world, or from a chain
            that was reset. Nobody owes it, and it is counted in none of these figures but the viewers.
          </Trans>
        </p>
      )}
      {streams.length === 0 ? (
        <EmptyState
          title={t`No streams yet.`}
          action={
            <ButtonLink to="/dashboard/new">
              <Trans>Plan your first stream</Trans>
            </ButtonLink>
          }
        >
          <Trans>Say what it will be, what a minute costs, and when. It is on your page at once.</Trans>
        </EmptyState>
      ) : (
        <div>
          <h2 className="sr-only">
            <Trans>Your streams</Trans>
          </h2>
          <Tabs
            label={t`Your streams`}
            initial={live.length > 0 ? 'live' : scheduled.length > 0 ? 'scheduled' : 'ended'}
            tabs={[
              {
                value: 'live',
                label: t`Live`,
                amount: live.length,
                content: (
                  <StreamTable
                    status="live"
                    streams={live}
                    empty={t`You are not live.`}
                    hint={t`Go live from one of your scheduled streams, or from a new one.`}
                    action={
                      scheduled.length > 0 ? (
                        <ButtonLink to="?show=scheduled">
                          <Trans>Your scheduled streams</Trans>
                        </ButtonLink>
                      ) : (
                        plan
                      )
                    }
                  />
                ),
              },
              {
                value: 'scheduled',
                label: t`Scheduled`,
                amount: scheduled.length,
                content: (
                  <StreamTable status="scheduled" streams={scheduled} empty={t`Nothing is planned.`} action={plan} />
                ),
              },
              {
                value: 'ended',
                label: t`Ended`,
                amount: ended.length,
                content: (
                  <StreamTable
                    status="ended"
                    streams={ended}
                    empty={t`No stream has ended yet. What they brought in will be here.`}
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
      <Trans>Who follows you</Trans>
    </Link>
  );
}

function EarningsLink() {
  return (
    <Link to="/dashboard/earnings" prefetch="intent" className="underline underline-offset-4 hover:text-ink">
      <Trans>What you are owed, and withdrawing</Trans>
    </Link>
  );
}

function useFreshFigures(live: boolean): void {
  const { revalidate } = useRevalidator();
  useWhileVisible(revalidate, live ? REFRESH_MS : null);
}

/** What has no time yet comes last. */
function soonestFirst(a: DashboardStream, b: DashboardStream): number {
  return (a.scheduledAt?.getTime() ?? Infinity) - (b.scheduledAt?.getTime() ?? Infinity) || 0;
}
