import { Trans, useLingui } from '@lingui/react/macro';
import { Form, Link, useNavigation } from '@remix-run/react';
import { suspendInput, takeDownInput } from '../../../schemas/moderation';
import { type Answers } from '../../lib/api';
import { fieldProps, handleProps, useSchemaForm } from '../../lib/form';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { FormNote } from '../../ui/FormNote';
import { PageTitle, Section } from '../../ui/Section';
import { Tabs } from '../../ui/Tabs';
import { When } from '../../ui/When';
import { AppealList } from './AppealList';
import { LogList } from './LogList';
import { DeedButton, DeedNote, Hidden, type ModerationAnswer, PersonName, Row } from './parts';
import { ReportList } from './ReportList';

type Site = Answers['moderation']['site'];

interface SitePageProps {
  reports: Site['reports'];
  appeals: Site['appeals'];
  keptOut: Site['keptOut'];
  log: Site['log'];
  answer: ModerationAnswer | undefined;
}

/** For those who run the site: what is reported, what is kept out, and what was done. */
export function SitePage({ reports, appeals, keptOut, log, answer }: SitePageProps) {
  const { t } = useLingui();
  return (
    <div className="frame flex flex-col gap-8">
      <PageTitle title={t`The site’s order`} hint={t`For those who run it. All that is done here stands in the log.`} />
      <Tabs
        label={t`The site’s order`}
        tabs={[
          {
            value: 'reports',
            label: t`Reports`,
            amount: reports.length,
            content: (
              <div className="py-10">
                <h2 className="sr-only">
                  <Trans>Reports</Trans>
                </h2>
                <DeedNote answer={answer} deeds={['resolveSite']} />
                <ReportList reports={reports} channelId={null} />
              </div>
            ),
          },
          {
            value: 'appeals',
            label: t`Appeals`,
            amount: appeals.length,
            content: (
              <div className="py-10">
                <h2 className="sr-only">
                  <Trans>Appeals</Trans>
                </h2>
                <DeedNote answer={answer} deeds={['answerSite']} />
                <AppealList appeals={appeals} channelId={null} />
              </div>
            ),
          },
          {
            value: 'out',
            label: t`Kept out`,
            amount: keptOut.accounts.length + keptOut.streams.length,
            content: (
              <div className="grid gap-x-16 gap-y-12 py-10 lg:grid-cols-2">
                <Accounts accounts={keptOut.accounts} answer={answer} />
                <Streams streams={keptOut.streams} answer={answer} />
              </div>
            ),
          },
          { value: 'log', label: t`Log`, content: <LogList log={log} channelId={null} /> },
        ]}
      />
    </div>
  );
}

function Accounts({
  accounts,
  answer,
}: {
  accounts: Site['keptOut']['accounts'];
  answer: ModerationAnswer | undefined;
}) {
  const { t } = useLingui();
  const own = answer?.form === 'suspend' ? answer : undefined;
  const busy = useNavigation().formData?.get('form') === 'suspend';
  const { form, fields, note } = useSchemaForm({ schema: suspendInput, answer: own });
  return (
    <Section
      title={t`Suspended accounts`}
      hint={t`Nobody signs in to them, and what they watched and broadcast is over. What was paid until then counts; their money on the chain stays theirs.`}
    >
      <DeedNote answer={answer} deeds={['reinstate']} />
      {accounts.length === 0 && (
        <p className="mb-8 text-sm text-soft">
          <Trans>No account is suspended.</Trans>
        </p>
      )}
      <ul className="mb-8 border-b empty:hidden">
        {accounts.map(({ person, since, reason }) => {
          const name = person.displayName;
          return (
            <Row
              key={person.id}
              head={<PersonName person={person} />}
              actions={
                <DeedButton deed="reinstate" fields={{ accountId: person.id }} label={t`Reinstate ${name}`}>
                  <Trans>Reinstate</Trans>
                </DeedButton>
              }
            >
              <Trans>
                <bdi className="text-ink">{reason}</bdi> · since <When at={since} style="day" />
              </Trans>
            </Row>
          );
        })}
      </ul>
      <Form method="post" preventScrollReset {...form} className="flex flex-col items-start gap-4">
        <h3 className="font-medium">
          <Trans>Suspend an account</Trans>
        </h3>
        <FormNote {...note} />
        <Hidden fields={{ form: 'suspend' }} />
        <TextField label={t`Name`} {...handleProps(fields.handle)} autoCapitalize="none" className="w-full" />
        <TextField
          label={t`Reason`}
          hint={t`They read it when they sign in, and can answer once.`}
          {...fieldProps(fields.reason)}
          className="w-full"
        />
        <Button type="submit" variant="dangerPlain" busy={busy}>
          <Trans>Suspend</Trans>
        </Button>
      </Form>
    </Section>
  );
}

function Streams({ streams, answer }: { streams: Site['keptOut']['streams']; answer: ModerationAnswer | undefined }) {
  const { t } = useLingui();
  const own = answer?.form === 'takeDown' ? answer : undefined;
  const busy = useNavigation().formData?.get('form') === 'takeDown';
  const { form, fields, note } = useSchemaForm({ schema: takeDownInput, answer: own });
  return (
    <Section
      title={t`Streams taken down`}
      hint={t`They end at once, nobody finds or opens them, and they do not go live again.`}
    >
      <DeedNote answer={answer} deeds={['putBack']} />
      {streams.length === 0 && (
        <p className="mb-8 text-sm text-soft">
          <Trans>No stream is taken down.</Trans>
        </p>
      )}
      <ul className="mb-8 border-b empty:hidden">
        {streams.map(({ id, title, creator: { handle }, since }) => (
          <Row
            key={id}
            head={<bdi className="font-medium">{title}</bdi>}
            actions={
              <DeedButton deed="putBack" fields={{ streamId: id }} label={t`Put back ${title}`}>
                <Trans>Put back</Trans>
              </DeedButton>
            }
          >
            <Trans>
              by{' '}
              <Link to={`/@${handle}`}>
                <bdi>@{handle}</bdi>
              </Link>{' '}
              · since <When at={since} style="day" />
            </Trans>
          </Row>
        ))}
      </ul>
      <Form method="post" preventScrollReset {...form} className="flex flex-col items-start gap-4">
        <h3 className="font-medium">
          <Trans>Take a stream down</Trans>
        </h3>
        <FormNote {...note} />
        <Hidden fields={{ form: 'takeDown' }} />
        <TextField label={t`Address of the stream`} {...fieldProps(fields.streamId)} className="w-full" />
        <TextField
          label={t`Reason`}
          hint={t`It stands in the log.`}
          {...fieldProps(fields.reason)}
          className="w-full"
        />
        <Button type="submit" variant="dangerPlain" busy={busy}>
          <Trans>Take down</Trans>
        </Button>
      </Form>
    </Section>
  );
}
