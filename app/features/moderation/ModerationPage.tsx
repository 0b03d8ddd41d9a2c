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
  const { channel, isCreator, held, reports, appeals, alsoModerates } = overview;
  const waiting = held.length + reports.length + appeals.length;
  return (
    <div className="frame flex flex-col gap-8">
      <PageTitle
        title="Moderation"
        hint={isCreator ? 'In the chats of your streams.' : `In the chats of ${channel.displayName}’s streams.`}
      />
      <Channels overview={overview} />
      {isCreator && !hasChannel ? (
        <EmptyState
          title={alsoModerates.length > 0 ? 'You have no channel of your own.' : 'You keep order nowhere yet.'}
        >
          When a creator asks you to keep order in their chats, their channel is listed here.
        </EmptyState>
      ) : (
        <div>
          <h2 className="sr-only">What can be done</h2>
          <Tabs
            label="Moderation"
            initial={waiting > 0 ? 'queue' : 'people'}
            tabs={[
              {
                value: 'queue',
                label: 'Waiting',
                amount: waiting,
                content: <QueueTab overview={overview} answer={answer} />,
              },
              { value: 'people', label: 'People', content: <PeopleTab overview={overview} answer={answer} /> },
              { value: 'rules', label: 'Rules', content: <RulesTab overview={overview} answer={answer} /> },
              {
                value: 'log',
                label: 'Log',
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
function Channels({ overview: { alsoModerates, channel, isCreator } }: Pick<ModerationPageProps, 'overview'>) {
  if (alsoModerates.length === 0) return null;
  return (
    <nav aria-label="Channels" className="text-sm text-soft">
      You keep order for{' '}
      {alsoModerates.map(({ id, handle, displayName }, at) => (
        <span key={id}>
          {at > 0 && ', '}
          <Link
            to={`/dashboard/moderation/${handle}`}
            aria-current={id === channel.id ? 'page' : undefined}
            className="text-ink underline underline-offset-4 aria-[current]:no-underline"
          >
            <bdi>{displayName}</bdi>
          </Link>
        </span>
      ))}
      .{' '}
      {!isCreator && (
        <Link to="/dashboard/moderation" className="underline underline-offset-4">
          Your own channel
        </Link>
      )}
    </nav>
  );
}
