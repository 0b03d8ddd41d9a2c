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
  return (
    <div className="frame flex flex-col gap-8">
      <PageTitle title="The site’s order" hint="For those who run it. All that is done here stands in the log." />
      <Tabs
        label="The site’s order"
        tabs={[
          {
            value: 'reports',
            label: 'Reports',
            amount: reports.length,
            content: (
              <div className="py-10">
                <h2 className="sr-only">Reports</h2>
                <DeedNote answer={answer} deeds={['resolveSite']} />
                <ReportList reports={reports} channelId={null} />
              </div>
            ),
          },
          {
            value: 'appeals',
            label: 'Appeals',
            amount: appeals.length,
            content: (
              <div className="py-10">
                <h2 className="sr-only">Appeals</h2>
                <DeedNote answer={answer} deeds={['answerSite']} />
                <AppealList appeals={appeals} channelId={null} />
              </div>
            ),
          },
          {
            value: 'out',
            label: 'Kept out',
            amount: keptOut.accounts.length + keptOut.streams.length,
            content: (
              <div className="grid gap-x-16 gap-y-12 py-10 lg:grid-cols-2">
                <Accounts accounts={keptOut.accounts} answer={answer} />
                <Streams streams={keptOut.streams} answer={answer} />
              </div>
            ),
          },
          { value: 'log', label: 'Log', content: <LogList log={log} channelId={null} /> },
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
  const own = answer?.form === 'suspend' ? answer : undefined;
  const busy = useNavigation().formData?.get('form') === 'suspend';
  const { form, fields, note } = useSchemaForm({ schema: suspendInput, answer: own });
  return (
    <Section
      title="Suspended accounts"
      hint="Nobody signs in to them, and what they watched and broadcast is over. What was paid until then counts; their money on the chain stays theirs."
    >
      <DeedNote answer={answer} deeds={['reinstate']} />
      {accounts.length === 0 && <p className="mb-8 text-sm text-soft">No account is suspended.</p>}
      <ul className="mb-8 border-b empty:hidden">
        {accounts.map(({ person, since, reason }) => (
          <Row
            key={person.id}
            head={<PersonName person={person} />}
            actions={
              <DeedButton deed="reinstate" fields={{ accountId: person.id }} label={`Reinstate ${person.displayName}`}>
                Reinstate
              </DeedButton>
            }
          >
            <bdi className="text-ink">{reason}</bdi> · since <When at={since} style="day" />
          </Row>
        ))}
      </ul>
      <Form method="post" preventScrollReset {...form} className="flex flex-col items-start gap-4">
        <h3 className="font-medium">Suspend an account</h3>
        <FormNote {...note} />
        <Hidden fields={{ form: 'suspend' }} />
        <TextField label="Name" {...handleProps(fields.handle)} autoCapitalize="none" className="w-full" />
        <TextField
          label="Reason"
          hint="They read it when they sign in, and can answer once."
          {...fieldProps(fields.reason)}
          className="w-full"
        />
        <Button type="submit" variant="dangerPlain" busy={busy}>
          Suspend
        </Button>
      </Form>
    </Section>
  );
}

function Streams({ streams, answer }: { streams: Site['keptOut']['streams']; answer: ModerationAnswer | undefined }) {
  const own = answer?.form === 'takeDown' ? answer : undefined;
  const busy = useNavigation().formData?.get('form') === 'takeDown';
  const { form, fields, note } = useSchemaForm({ schema: takeDownInput, answer: own });
  return (
    <Section
      title="Streams taken down"
      hint="They end at once, nobody finds or opens them, and they do not go live again."
    >
      <DeedNote answer={answer} deeds={['putBack']} />
      {streams.length === 0 && <p className="mb-8 text-sm text-soft">No stream is taken down.</p>}
      <ul className="mb-8 border-b empty:hidden">
        {streams.map(({ id, title, creator, since }) => (
          <Row
            key={id}
            head={<bdi className="font-medium">{title}</bdi>}
            actions={
              <DeedButton deed="putBack" fields={{ streamId: id }} label={`Put back ${title}`}>
                Put back
              </DeedButton>
            }
          >
            by <Link to={`/@${creator.handle}`}>@{creator.handle}</Link> · since <When at={since} style="day" />
          </Row>
        ))}
      </ul>
      <Form method="post" preventScrollReset {...form} className="flex flex-col items-start gap-4">
        <h3 className="font-medium">Take a stream down</h3>
        <FormNote {...note} />
        <Hidden fields={{ form: 'takeDown' }} />
        <TextField label="Address of the stream" {...fieldProps(fields.streamId)} className="w-full" />
        <TextField label="Reason" hint="It stands in the log." {...fieldProps(fields.reason)} className="w-full" />
        <Button type="submit" variant="dangerPlain" busy={busy}>
          Take down
        </Button>
      </Form>
    </Section>
  );
}
