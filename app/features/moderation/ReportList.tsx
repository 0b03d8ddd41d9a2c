import { type MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, Link } from '@remix-run/react';
import { type Answers } from '../../lib/api';
import { Badge } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { When } from '../../ui/When';
import { Hidden, PersonName, Quote, Row } from './parts';
import { REASONS } from './words';

type ReportLine = Answers['moderation']['site']['reports'][number];

const SUBJECTS: Record<ReportLine['subject'], MessageDescriptor> = {
  message: msg`A message`,
  person: msg`A person`,
  stream: msg`A stream`,
  clip: msg`A clip`,
};

/** What people reported, all about one thing together. */
export function ReportList({ reports, channelId }: { reports: ReportLine[]; channelId: string | null }) {
  const { t } = useLingui();
  if (reports.length === 0)
    return (
      <p className="text-sm text-soft">
        <Trans>Nothing is reported.</Trans>
      </p>
    );
  return (
    <ul className="border-b">
      {reports.map((report) => {
        const name = report.accused.displayName;
        return (
          <Row
            key={report.id}
            head={<PersonName person={report.accused} />}
            actions={
              <Form method="post" preventScrollReset className="flex w-full items-end gap-2 sm:w-auto">
                <Hidden
                  fields={{ form: channelId ? 'resolve' : 'resolveSite', id: report.id, channelId: channelId ?? '' }}
                />
                <TextField label={t`What you did`} optional name="note" maxLength={500} className="grow" />
                <Button type="submit" aria-label={t`Close the report about ${name}`}>
                  <Trans>Close</Trans>
                </Button>
              </Form>
            }
          >
            <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-xs">
              <Badge>{t(SUBJECTS[report.subject])}</Badge>
              <span>
                <Origin report={report} ofSite={channelId === null} />
              </span>
            </p>
            {report.quote && report.subject === 'message' && <Quote>{report.quote}</Quote>}
            {report.clipId && (
              <Link to={`/clips/${report.clipId}`} className="underline underline-offset-4">
                <bdi>{report.quote}</bdi>
              </Link>
            )}
            <ul className="mt-1 flex flex-col gap-1">
              {report.said.map(({ reason, text }, at) => (
                <li key={at}>
                  <span className="text-ink">{t(REASONS[reason])}</span>
                  {text && (
                    <>
                      : <bdi className="wrap-anywhere">{text}</bdi>
                    </>
                  )}
                </li>
              ))}
            </ul>
          </Row>
        );
      })}
    </ul>
  );
}

/** When it was reported, and where it was done; those who run the site see whose channel it is. */
function Origin({ report: { createdAt, stream, channel }, ofSite }: { report: ReportLine; ofSite: boolean }) {
  const title = stream?.title;
  const handle = ofSite && channel?.handle;
  const toStream = `/watch/${stream?.id ?? ''}`;
  if (stream && handle)
    return (
      <Trans>
        <When at={createdAt} relative /> in{' '}
        <Link to={toStream} className="underline underline-offset-4">
          <bdi>{title}</bdi>
        </Link>{' '}
        of <bdi>@{handle}</bdi>
      </Trans>
    );
  if (stream)
    return (
      <Trans>
        <When at={createdAt} relative /> in{' '}
        <Link to={toStream} className="underline underline-offset-4">
          <bdi>{title}</bdi>
        </Link>
      </Trans>
    );
  return handle ? (
    <Trans>
      <When at={createdAt} relative /> of <bdi>@{handle}</bdi>
    </Trans>
  ) : (
    <When at={createdAt} relative />
  );
}
