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
  /** Who reads it. */
  by: string;
  action: string;
  /** What is sent along. */
  fields: Record<string, string>;
  words: { once: string; stays: string; ends: string };
}

/** How somebody who is kept out answers, once, and what was said to it. */
export function AppealForm({ appeal, by, action, fields: sent, words }: AppealFormProps) {
  const fetcher = useFetcher<FormAnswer>();
  const { form, fields, note } = useSchemaForm({ schema: appealInput, answer: fetcher.data });
  if (appeal)
    return (
      <div className="mt-4 border-t pt-4">
        <p>
          You answered <When at={appeal.createdAt} relative />: <bdi className="text-ink">“{appeal.text}”</bdi>
        </p>
        <p className="mt-2">
          {appeal.answeredAt ? (
            <>
              {by} read it, and {words.stays}.{appeal.answer && <bdi className="text-ink"> “{appeal.answer}”</bdi>}
            </>
          ) : (
            `${by} will read it. If ${words.ends}, you are told.`
          )}
        </p>
      </div>
    );
  return (
    <fetcher.Form
      method="post"
      action={action}
      {...form}
      className="mt-4 flex flex-col items-start gap-4 border-t pt-4 text-ink"
    >
      <FormNote {...note} />
      <Hidden fields={sent} />
      <TextArea
        label="Do you see it otherwise?"
        hint={`Write to ${by}, ${words.once}.`}
        {...fieldProps(fields.text)}
        className="w-full"
      />
      <Button type="submit" busy={fetcher.state !== 'idle'}>
        Send
      </Button>
    </fetcher.Form>
  );
}
