import { Form } from '@remix-run/react';
import { type Answers } from '../../lib/api';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { Section } from '../../ui/Section';
import { When } from '../../ui/When';
import { DeedButton, DeedNote, Hidden, type ModerationAnswer, PersonName, Quote, Row } from './parts';
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
          <Appeals overview={overview} />
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

function Appeals({ overview: { appeals, channel } }: { overview: Overview }) {
  if (appeals.length === 0) return <p className="text-sm text-soft">Nobody waits for an answer.</p>;
  return (
    <ul className="border-b">
      {appeals.map(({ restrictionId, person, text, createdAt, ban }) => (
        <Row
          key={restrictionId}
          head={<PersonName person={person} />}
          actions={
            <Form method="post" preventScrollReset className="flex w-full flex-wrap items-end gap-2 sm:w-auto">
              <Hidden fields={{ form: 'answer', channelId: channel.id, id: restrictionId }} />
              <TextField label="Your answer" optional name="answer" maxLength={500} className="grow" />
              <Button type="submit" name="accept" value="yes" aria-label={`Let ${person.displayName} in again`}>
                Let in again
              </Button>
              <Button type="submit" name="accept" value="no" aria-label={`Keep the ban of ${person.displayName}`}>
                Keep the ban
              </Button>
            </Form>
          }
        >
          <Quote>{text}</Quote>
          <p className="text-xs">
            <When at={createdAt} relative /> · banned <When at={ban.createdAt} style="day" relative />
            {ban.reason && <bdi>: {ban.reason}</bdi>}
          </p>
        </Row>
      ))}
    </ul>
  );
}
