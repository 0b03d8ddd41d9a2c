import { useFetcher, useLocation } from '@remix-run/react';
import { appealInput } from '../../../schemas/moderation';
import { type Answers } from '../../lib/api';
import { fieldProps, type FormAnswer, useSchemaForm } from '../../lib/form';
import { Button } from '../../ui/Button';
import { TextArea } from '../../ui/Field';
import { FormNote } from '../../ui/FormNote';
import { Notice } from '../../ui/Notice';
import { When } from '../../ui/When';
import { Hidden } from './parts';

type Ban = NonNullable<Answers['moderation']['standing']['ban']>;

/** What a banned person reads: that it is so, why, until when, what it costs, and how to answer. */
export function BanNotice({ ban, creator }: { ban: Ban; creator: string }) {
  return (
    <Notice title={`${creator} keeps you out of their streams.`} tone="warning" className="mb-8">
      <p>
        {ban.endsAt ? (
          <>
            Until <When at={ban.endsAt} style="full" />.
          </>
        ) : (
          'Until they take it back.'
        )}{' '}
        You are charged nothing for it, and what you paid before stays as it was. All other streams are open to you.
      </p>
      {ban.reason && (
        <p className="mt-2">
          The reason they gave: <bdi className="text-ink">“{ban.reason}”</bdi>
        </p>
      )}
      <Appeal ban={ban} creator={creator} />
    </Notice>
  );
}

function Appeal({ ban: { id, appeal }, creator }: { ban: Ban; creator: string }) {
  const fetcher = useFetcher<FormAnswer>();
  const { pathname } = useLocation();
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
              {creator} read it, and the ban stays.
              {appeal.answer && <bdi className="text-ink"> “{appeal.answer}”</bdi>}
            </>
          ) : (
            `${creator} will read it. If the ban ends, you are told.`
          )}
        </p>
      </div>
    );
  return (
    <fetcher.Form
      method="post"
      action="/appeal"
      {...form}
      className="mt-4 flex flex-col items-start gap-4 border-t pt-4 text-ink"
    >
      <FormNote {...note} />
      <Hidden fields={{ id, next: pathname }} />
      <TextArea
        label="Do you see it otherwise?"
        hint={`Write to ${creator}, once for this ban.`}
        {...fieldProps(fields.text)}
        className="w-full"
      />
      <Button type="submit" busy={fetcher.state !== 'idle'}>
        Send
      </Button>
    </fetcher.Form>
  );
}
