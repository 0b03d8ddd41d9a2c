import { type Answers } from '../../lib/api';
import { Section } from '../../ui/Section';
import { When } from '../../ui/When';
import { AppealList } from './AppealList';
import { DeedButton, DeedNote, type ModerationAnswer, PersonName, Quote, Row } from './parts';
import { ReportList } from './ReportList';
import { HELD_FOR } from './words';

type Overview = Answers['moderation']['overview'];

/** What waits for somebody's look: messages, reports, and what banned people answered. */
export function QueueTab({ overview, answer }: { overview: Overview; answer: ModerationAnswer | undefined }) {
  return (
    <div className="flex flex-col divide-y [&>*]:py-10">
      <Section title="Messages" hint="Nobody has seen these yet. Whoever wrote them knows that they wait.">
        <DeedNote answer={answer} deeds={['approve', 'reject']} />
        <Held overview={overview} />
      </Section>
      <Section title="Reports" hint="What viewers want looked at. Who reported is not told to anybody here.">
        <DeedNote answer={answer} deeds={['resolve']} />
        <ReportList reports={overview.reports} channelId={overview.channel.id} />
      </Section>
      {overview.isCreator && (
        <Section title="Appeals" hint="What people you keep out have to say, once for each ban.">
          <DeedNote answer={answer} deeds={['answer']} />
          <AppealList appeals={overview.appeals} channelId={overview.channel.id} />
        </Section>
      )}
    </div>
  );
}

function Held({ overview: { held, channel } }: { overview: Overview }) {
  if (held.length === 0) return <p className="text-sm text-soft">No message waits.</p>;
  return (
    <ul className="border-b">
      {held.map(({ id, author, body, reason, heldAt, stream }) => (
        <Row
          key={id}
          head={<PersonName person={author} />}
          actions={
            <>
              <DeedButton
                deed="approve"
                fields={{ channelId: channel.id, id }}
                label={`Send the message of ${author.displayName}`}
              >
                Send
              </DeedButton>
              <DeedButton
                deed="reject"
                variant="dangerPlain"
                fields={{ channelId: channel.id, id }}
                label={`Do not send the message of ${author.displayName}`}
              >
                Do not send
              </DeedButton>
            </>
          }
        >
          <Quote>{body}</Quote>
          <p className="text-xs">
            <When at={heldAt} relative /> in {stream.title} · {HELD_FOR[reason]}
          </p>
        </Row>
      ))}
    </ul>
  );
}
