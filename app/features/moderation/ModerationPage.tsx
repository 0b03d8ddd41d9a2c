import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@remix-run/react';
import { type Answers } from '../../lib/api';
import { EmptyState } from '../../ui/EmptyState';
import { PageTitle } from '../../ui/Section';
import { Tabs } from '../../ui/Tabs';
import { LogList } from './LogList';
import { DeedNote, type ModerationAnswer } from './parts';
import { PeopleTab } from './PeopleTab';
import { QueueTab } from './QueueTab';
import { RulesTab } from './RulesTab';

interface ModerationPageProps {
  overview: Answers['moderation']['overview'];
  log: Answers['moderation']['log'];
  /** Somebody who has no channel of their own keeps order in those of others. */
  hasChannel: boolean;
  answer: ModerationAnswer | undefined;
}

/** A channel's order: its people, its rules, what waits, and what was done. */
export function ModerationPage({ overview, log, hasChannel, answer }: ModerationPageProps) {
  const { t } = useLingui();
  const { channel, isCreator, held, reports, appeals, alsoModerates } = overview;
  const { displayName } = channel;
  const waiting = held.length + reports.length + appeals.length;
  return (
    <div className="frame flex flex-col gap-8">
      <PageTitle
        title={t`Moderation`}
        hint={
          isCreator ? (
            <Trans>In the chats of your streams.</Trans>
          ) : (
            <Trans>
              In the chats of <bdi>{displayName}</bdi>’s streams.
            </Trans>
          )
        }
      />
      <Channels overview={overview} />
      {isCreator && !hasChannel ? (
        <EmptyState
          title={alsoModerates.length > 0 ? t`You have no channel of your own.` : t`You keep order nowhere yet.`}
        >
          <Trans>When a creator asks you to keep order in their chats, their channel is listed here.</Trans>
        </EmptyState>
      ) : (
        <div>
          <h2 className="sr-only">
            <Trans>What can be done</Trans>
          </h2>
          <Tabs
            label={t`Moderation`}
            initial={waiting > 0 ? 'queue' : 'people'}
            tabs={[
              {
                value: 'queue',
                label: t`Waiting`,
                amount: waiting,
                content: <QueueTab overview={overview} answer={answer} />,
              },
              { value: 'people', label: t`People`, content: <PeopleTab overview={overview} answer={answer} /> },
              { value: 'rules', label: t`Rules`, content: <RulesTab overview={overview} answer={answer} /> },
              {
                value: 'log',
                label: t`Log`,
                content: (
                  <>
                    <div className="mt-6 has-[[role=status]:empty]:mt-0">
                      <DeedNote answer={answer} deeds={['unban', 'endTimeout', 'restore']} />
                    </div>
                    <LogList log={log} channelId={channel.id} />
                  </>
                ),
              },
            ]}
          />
        </div>
      )}
    </div>
  );
}

/** The channels of others in which one keeps order. */
function Channels({ overview }: Pick<ModerationPageProps, 'overview'>) {
  const { t } = useLingui();
  if (overview.alsoModerates.length === 0) return null;
  return (
    <nav aria-label={t`Channels`} className="text-sm text-soft">
      <Trans>
        You keep order for <ChannelLinks overview={overview} />.
      </Trans>{' '}
      {!overview.isCreator && (
        <Link to="/dashboard/moderation" className="underline underline-offset-4">
          <Trans>Your own channel</Trans>
        </Link>
      )}
    </nav>
  );
}

function ChannelLinks({ overview: { alsoModerates, channel } }: Pick<ModerationPageProps, 'overview'>) {
  const { t } = useLingui();
  return alsoModerates.map(({ id, handle, displayName }, at) => (
    <span key={id}>
      {at > 0 && t({ message: ', ', context: 'between names' })}
      <Link
        to={`/dashboard/moderation/${handle}`}
        aria-current={id === channel.id ? 'page' : undefined}
        className="text-ink underline underline-offset-4 aria-[current]:no-underline"
      >
        <bdi>{displayName}</bdi>
      </Link>
    </span>
  ));
}
