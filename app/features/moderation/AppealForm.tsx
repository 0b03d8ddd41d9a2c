import { Trans, useLingui } from '@lingui/react/macro';
import { useFetcher } from '@remix-run/react';
import { appealInput } from '../../../schemas/moderation';
import { type Answers } from '../../lib/api';
import { fieldProps, type FormAnswer, useSchemaForm } from '../../lib/form';
import { Button } from '../../ui/Button';
import { TextArea } from '../../ui/Field';
import { FormNote } from '../../ui/FormNote';
import { When } from '../../ui/When';
import { Hidden } from './parts';

interface AppealFormProps {
  /** What was written already, and answered. */
  appeal: NonNullable<Answers['moderation']['standing']['ban']>['appeal'];
  action: string;
  /** What is sent along. */
  fields: Record<string, string>;
  /** Whom one writes to; that they have not read it yet; that they read it and changed nothing. */
  words: { to: string; waits: string; stays: string };
}

/** How somebody who is kept out answers, once, and what was said to it. */
export function AppealForm({ appeal, action, fields: sent, words }: AppealFormProps) {
  const { t } = useLingui();
  const fetcher = useFetcher<FormAnswer>();
  const { form, fields, note } = useSchemaForm({ schema: appealInput, answer: fetcher.data });
  if (appeal) {
    const { text, answer } = appeal;
    return (
      <div className="mt-4 border-t pt-4">
        <p>
          <Trans>
            You answered <When at={appeal.createdAt} relative />: <bdi className="text-ink">“{text}”</bdi>
          </Trans>
        </p>
        <p className="mt-2">
          {appeal.answeredAt ? words.stays : words.waits}
          {appeal.answeredAt && appeal.answer && (
            <>
              {' '}
              <bdi className="text-ink">
                <Trans>“{answer}”</Trans>
              </bdi>
            </>
          )}
        </p>
      </div>
    );
  }
  return (
    <fetcher.Form
      method="post"
      action={action}
      {...form}
      className="mt-4 flex flex-col items-start gap-4 border-t pt-4 text-ink"
    >
      <FormNote {...note} />
      <Hidden fields={sent} />
      <TextArea label={t`Do you see it otherwise?`} hint={words.to} {...fieldProps(fields.text)} className="w-full" />
      <Button type="submit" busy={fetcher.state !== 'idle'}>
        <Trans>Send</Trans>
      </Button>
    </fetcher.Form>
  );
}
