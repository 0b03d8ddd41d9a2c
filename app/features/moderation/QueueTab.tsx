import { Trans, useLingui } from '@lingui/react/macro';
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
  const { t } = useLingui();
  return (
    <div className="flex flex-col divide-y [&>*]:py-10">
      <Section title={t`Messages`} hint={t`Nobody has seen these yet. Whoever wrote them knows that they wait.`}>
        <DeedNote answer={answer} deeds={['approve', 'reject']} />
        <Held overview={overview} />
      </Section>
      <Section title={t`Reports`} hint={t`What viewers want looked at. Who reported is not told to anybody here.`}>
        <DeedNote answer={answer} deeds={['resolve']} />
        <ReportList reports={overview.reports} channelId={overview.channel.id} />
      </Section>
      {overview.isCreator && (
        <Section title={t`Appeals`} hint={t`What people you keep out have to say, once for each ban.`}>
          <DeedNote answer={answer} deeds={['answer']} />
          <AppealList appeals={overview.appeals} channelId={overview.channel.id} />
        </Section>
      )}
    </div>
  );
}

function Held({ overview: { held, channel } }: { overview: Overview }) {
  const { t } = useLingui();
  if (held.length === 0)
    return (
      <p className="text-sm text-soft">
        <Trans>No message waits.</Trans>
      </p>
    );
  return (
    <ul className="border-b">
      {held.map(({ id, author, body, reason, heldAt, stream: { title } }) => {
        const name = author.displayName;
        return (
          <Row
            key={id}
            head={<PersonName person={author} />}
            actions={
              <>
                <DeedButton
                  deed="approve"
                  fields={{ channelId: channel.id, id }}
                  label={t`Send the message of ${name}`}
                >
                  <Trans>Send</Trans>
                </DeedButton>
                <DeedButton
                  deed="reject"
                  variant="dangerPlain"
                  fields={{ channelId: channel.id, id }}
                  label={t`Do not send the message of ${name}`}
                >
                  <Trans>Do not send</Trans>
                </DeedButton>
              </>
            }
          >
            <Quote>{body}</Quote>
            <p className="text-xs">
              <Trans>
                <When at={heldAt} relative /> in <bdi>{title}</bdi>
              </Trans>{' '}
              · {t(HELD_FOR[reason])}
            </p>
          </Row>
        );
      })}
    </ul>
  );
}
