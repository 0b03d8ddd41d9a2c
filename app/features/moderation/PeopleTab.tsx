import { Trans, useLingui } from '@lingui/react/macro';
import { Form, useNavigation } from '@remix-run/react';
import { appointInput, BAN_MINUTES, banInput, TIMEOUT_MINUTES, timeOutInput } from '../../../schemas/moderation';
import { type Answers } from '../../lib/api';
import { handleProps, useSchemaForm } from '../../lib/form';
import { Badge } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { FormNote } from '../../ui/FormNote';
import { Section } from '../../ui/Section';
import { When } from '../../ui/When';
import { DeedButton, DeedNote, Hidden, type ModerationAnswer, PersonName, ReasonAndLength, Row } from './parts';
import { BAN_FOR, TIMEOUT_FOR } from './words';

type Overview = Answers['moderation']['overview'];

interface TabProps {
  overview: Overview;
  answer: ModerationAnswer | undefined;
}

const typed = { autoCapitalize: 'none', autoComplete: 'off', spellCheck: false } as const;

/** Who keeps order in a channel, and whom it keeps out. */
export function PeopleTab({ overview, answer }: TabProps) {
  return (
    <div className="flex flex-col divide-y [&>*]:py-10">
      <KeptOut overview={overview} answer={answer} />
      <Moderators overview={overview} answer={answer} />
    </div>
  );
}

function KeptOut({ overview, answer }: TabProps) {
  const { t } = useLingui();
  const { restrictions, channel } = overview;
  return (
    <Section
      title={t`Kept out`}
      hint={t`A ban keeps somebody out of all your streams: what they watch ends at once, and they pay nothing more. A timeout keeps them out of the chat; they go on watching.`}
    >
      <DeedNote answer={answer} deeds={['unban', 'endTimeout']} />
      {restrictions.length === 0 ? (
        <p className="mb-8 text-sm text-soft">
          <Trans>Nobody is kept out.</Trans>
        </p>
      ) : (
        <ul className="mb-8 border-b">
          {restrictions.map(({ id, kind, person, givenBy, reason, createdAt, endsAt }) => {
            const name = person.displayName;
            const by = givenBy.displayName;
            return (
              <Row
                key={id}
                head={<PersonName person={person} />}
                actions={
                  <DeedButton
                    deed={kind === 'ban' ? 'unban' : 'endTimeout'}
                    fields={{ channelId: channel.id, accountId: person.id }}
                    label={kind === 'ban' ? t`Take back the ban of ${name}` : t`End the timeout of ${name}`}
                  >
                    {kind === 'ban' ? <Trans>Take back</Trans> : <Trans>End now</Trans>}
                  </DeedButton>
                }
              >
                {reason && (
                  <p dir="auto" className="text-ink">
                    {reason}
                  </p>
                )}
                <p className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-xs">
                  <Badge>{kind === 'ban' ? t`Ban` : t`Timeout`}</Badge>
                  <span>
                    {endsAt ? (
                      <Trans>
                        by <bdi>{by}</bdi>, <When at={createdAt} relative />, until <When at={endsAt} />
                      </Trans>
                    ) : (
                      <Trans>
                        by <bdi>{by}</bdi>, <When at={createdAt} relative />, until it is taken back
                      </Trans>
                    )}
                  </span>
                </p>
              </Row>
            );
          })}
        </ul>
      )}
      <div className="grid gap-10 md:grid-cols-2">
        <BanForm overview={overview} answer={answer} />
        <TimeOutForm overview={overview} answer={answer} />
      </div>
    </Section>
  );
}

function BanForm({ overview: { channel }, answer }: TabProps) {
  const { t } = useLingui();
  const own = answer?.form === 'ban' ? answer : undefined;
  const busy = useNavigation().formData?.get('form') === 'ban';
  const { form, fields, note } = useSchemaForm({ schema: banInput, answer: own, defaultValue: { minutes: '0' } });
  return (
    <Form method="post" preventScrollReset {...form} className="flex flex-col items-start gap-4">
      <h3 className="font-medium">
        <Trans>Ban somebody</Trans>
      </h3>
      <FormNote {...note} />
      <Hidden fields={{ form: 'ban', channelId: channel.id }} />
      <TextField label={t`Name`} {...handleProps(fields.handle)} {...typed} className="w-full" />
      <ReasonAndLength fields={fields} minutes={BAN_MINUTES} words={BAN_FOR} />
      <Button type="submit" variant="dangerPlain" busy={busy}>
        <Trans>Ban</Trans>
      </Button>
    </Form>
  );
}

function TimeOutForm({ overview: { channel }, answer }: TabProps) {
  const { t } = useLingui();
  const own = answer?.form === 'timeOut' ? answer : undefined;
  const busy = useNavigation().formData?.get('form') === 'timeOut';
  const { form, fields, note } = useSchemaForm({
    schema: timeOutInput,
    answer: own,
    defaultValue: { minutes: '10' },
  });
  return (
    <Form method="post" preventScrollReset {...form} className="flex flex-col items-start gap-4">
      <h3 className="font-medium">
        <Trans>Time somebody out</Trans>
      </h3>
      <FormNote {...note} />
      <Hidden fields={{ form: 'timeOut', channelId: channel.id }} />
      <TextField label={t`Name`} {...handleProps(fields.handle)} {...typed} className="w-full" />
      <ReasonAndLength fields={fields} minutes={TIMEOUT_MINUTES} words={TIMEOUT_FOR} />
      <Button type="submit" busy={busy}>
        <Trans>Time out</Trans>
      </Button>
    </Form>
  );
}

function Moderators({ overview, answer }: TabProps) {
  const { t } = useLingui();
  const { moderators, isCreator, channel } = overview;
  return (
    <Section
      title={t`Moderators`}
      hint={
        isCreator
          ? t`People you trust to keep order: all that is on this page, but for choosing moderators and answering appeals.`
          : t`Their creator chooses them.`
      }
    >
      <DeedNote answer={answer} deeds={['dismiss']} />
      {moderators.length > 0 ? (
        <ul className="mb-6 border-b">
          {moderators.map((person) => {
            const name = person.displayName;
            return (
              <Row
                key={person.id}
                head={<PersonName person={person} />}
                actions={
                  isCreator && (
                    <DeedButton
                      deed="dismiss"
                      fields={{ channelId: channel.id, accountId: person.id }}
                      label={t`Dismiss ${name}`}
                    >
                      <Trans>Dismiss</Trans>
                    </DeedButton>
                  )
                }
              />
            );
          })}
        </ul>
      ) : (
        <p className="mb-6 text-sm text-soft">
          <Trans>Nobody yet.</Trans>
        </p>
      )}
      {isCreator && <AppointForm overview={overview} answer={answer} />}
    </Section>
  );
}

function AppointForm({ overview: { channel }, answer }: TabProps) {
  const { t } = useLingui();
  const own = answer?.form === 'appoint' ? answer : undefined;
  const busy = useNavigation().formData?.get('form') === 'appoint';
  const { form, fields, note } = useSchemaForm({ schema: appointInput, answer: own });
  return (
    <Form method="post" preventScrollReset {...form} className="flex max-w-xl flex-col gap-4">
      <FormNote {...note} />
      <Hidden fields={{ form: 'appoint', channelId: channel.id }} />
      <div className="flex items-end gap-3">
        <TextField label={t`Ask somebody, by name`} {...handleProps(fields.handle)} {...typed} className="grow" />
        <Button type="submit" busy={busy}>
          <Trans>Ask</Trans>
        </Button>
      </div>
    </Form>
  );
}
