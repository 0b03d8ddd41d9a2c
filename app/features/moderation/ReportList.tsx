import { Form, Link } from '@remix-run/react';
import { type Answers } from '../../lib/api';
import { Badge } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { When } from '../../ui/When';
import { Hidden, PersonName, Quote, Row } from './parts';
import { REASONS } from './words';

type ReportLine = Answers['moderation']['site']['reports'][number];

const SUBJECTS: Record<ReportLine['subject'], string> = {
  message: 'A message',
  person: 'A person',
  stream: 'A stream',
};

/** What people reported, all about one thing together. */
export function ReportList({ reports, channelId }: { reports: ReportLine[]; channelId: string | null }) {
  if (reports.length === 0) return <p className="text-sm text-soft">Nothing is reported.</p>;
  return (
    <ul className="border-b">
      {reports.map((report) => (
        <Row
          key={report.id}
          head={<PersonName person={report.accused} />}
          actions={
            <Form method="post" preventScrollReset className="flex w-full items-end gap-2 sm:w-auto">
              <Hidden
                fields={{ form: channelId ? 'resolve' : 'resolveSite', id: report.id, channelId: channelId ?? '' }}
              />
              <TextField label="What you did" optional name="note" maxLength={500} className="grow" />
              <Button type="submit" aria-label={`Close the report about ${report.accused.displayName}`}>
                Close
              </Button>
            </Form>
          }
        >
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-xs">
            <Badge>{SUBJECTS[report.subject]}</Badge>
            <span>
              <When at={report.createdAt} relative />
              {report.stream && (
                <>
                  {' '}
                  in{' '}
                  <Link to={`/watch/${report.stream.id}`} className="underline underline-offset-4">
                    {report.stream.title}
                  </Link>
                </>
              )}
              {channelId === null && report.channel && <> of @{report.channel.handle}</>}
            </span>
          </p>
          {report.quote && report.subject === 'message' && <Quote>{report.quote}</Quote>}
          <ul className="mt-1 flex flex-col gap-1">
            {report.said.map(({ reason, text }, at) => (
              <li key={at}>
                <span className="text-ink">{REASONS[reason]}</span>
                {text && <bdi className="wrap-anywhere">: {text}</bdi>}
              </li>
            ))}
          </ul>
        </Row>
      ))}
    </ul>
  );
}
