import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, Link, useFetcher } from '@remix-run/react';
import { Flag } from 'lucide-react';
import { useState } from 'react';
import { REPORT_REASONS, reportInput } from '../../../schemas/moderation';
import { fieldProps, type FormAnswer, useSchemaForm } from '../../lib/form';
import { useHydrated } from '../../lib/hydrated';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Select, TextArea } from '../../ui/Field';
import { FormNote } from '../../ui/FormNote';
import { Hidden } from './parts';
import { REASONS } from './words';

/** What somebody wants looked at. */
export interface Reported {
  subject: 'message' | 'person' | 'stream' | 'clip';
  id: string;
  /** The stream in whose chat a person did it. */
  streamId?: string;
  /** How it is called on the page. */
  name: string;
}

const fieldsOf = ({ subject, id, streamId }: Reported) => ({ subject, id, streamId: streamId ?? '' });

export const reportPath = (about: Reported) =>
  `/report?${new URLSearchParams({ ...fieldsOf(about), name: about.name }).toString()}`;

export const REPORT_HINT = msg`Those who keep order here look at it, and those who run the site. Nobody is told that it was you.`;

/** What is wrong, and in a few words how. */
export function ReportForm({
  about,
  answer,
  useFetched,
}: {
  about: Reported;
  answer?: FormAnswer;
  useFetched?: boolean;
}) {
  const { t } = useLingui();
  const fetcher = useFetcher<FormAnswer>();
  const own = useFetched ? fetcher.data : answer;
  const { form, fields, note } = useSchemaForm({ schema: reportInput, answer: own });
  if (own?.done)
    return (
      <div className="mt-5">
        <FormNote done={own.done} answer={own} />
      </div>
    );
  const Element = useFetched ? fetcher.Form : Form;
  return (
    <Element method="post" action={reportPath(about)} {...form} className="mt-5 flex flex-col items-start gap-5">
      <FormNote {...note} />
      <Hidden fields={fieldsOf(about)} />
      <Select label={t`What is wrong`} {...fieldProps(fields.reason)} className="w-full">
        <option value="">
          <Trans>Choose</Trans>
        </option>
        {REPORT_REASONS.map((reason) => (
          <option key={reason} value={reason}>
            {t(REASONS[reason])}
          </option>
        ))}
      </Select>
      <TextArea label={t`What happened`} {...fieldProps(fields.text)} className="w-full" />
      <Button type="submit" variant="primary" busy={fetcher.state !== 'idle'}>
        <Trans>Report</Trans>
      </Button>
    </Element>
  );
}

/** The way to report: a dialog, or, without scripts, a page. */
export function ReportButton({ about }: { about: Reported }) {
  const hydrated = useHydrated();
  const [open, setOpen] = useState(false);
  const { name } = about;
  const look = 'inline-flex h-8 items-center gap-1.5 rounded-base px-2 text-xs text-soft hover:bg-hover hover:text-ink';
  const label = (
    <>
      <Flag aria-hidden="true" className="size-3.5" />
      <Trans>
        Report<span className="sr-only"> {name}</span>
      </Trans>
    </>
  );
  if (!hydrated)
    return (
      <Link to={reportPath(about)} className={look}>
        {label}
      </Link>
    );
  return (
    <>
      <button type="button" className={look} onClick={() => setOpen(true)}>
        {label}
      </button>
      <ReportDialog about={about} open={open} onOpenChange={setOpen} />
    </>
  );
}

/** The same from a menu. */
export function ReportDialog({
  about,
  open,
  onOpenChange,
}: {
  about: Reported;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const { t } = useLingui();
  const { name } = about;
  return (
    <Dialog title={t`Report ${name}`} description={t(REPORT_HINT)} open={open} onOpenChange={onOpenChange}>
      <ReportForm about={about} useFetched />
    </Dialog>
  );
}
