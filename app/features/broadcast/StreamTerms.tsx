import { Form, Link, useNavigation } from '@remix-run/react';
import { type Answers } from '../../lib/api';
import { type FormAnswer, fieldErrors } from '../../lib/answer';
import { durationWords } from '../../lib/format';
import { minutePriceText } from '../../lib/price';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { FormNote } from '../../ui/FormNote';
import { Price } from '../../ui/Price';
import { Section } from '../../ui/Section';
import { PriceField } from '../studio/PriceField';

/** What viewers agree to, as it was typed. */
export type TypedTerms = Record<'title' | 'price' | 'previewSeconds', string>;

type Stream = Answers['streams']['forEdit'];

/** Title, price and preview: to be changed until it is live. */
export function TermsForm({ stream, answer }: { stream: Stream; answer: FormAnswer<TypedTerms> | undefined }) {
  const saving = useNavigation().formData?.has('previewSeconds') ?? false;
  const errors = fieldErrors(answer);
  const value = answer?.values ?? {
    title: stream.title,
    price: minutePriceText(stream.ratePerSecond),
    previewSeconds: String(stream.previewSeconds),
  };
  return (
    <Section title="What viewers agree to" hint="The price stays as it is once you are live.">
      <Form method="post" noValidate className="flex flex-col gap-5">
        <TextField
          label="Title"
          name="title"
          required
          maxLength={140}
          dir="auto"
          defaultValue={value.title}
          error={errors.title}
        />
        <PriceField initial={value.price} error={errors.ratePerSecond} fixed={false} />
        <TextField
          label="Free preview, in seconds"
          name="previewSeconds"
          inputMode="numeric"
          defaultValue={value.previewSeconds}
          hint="Everybody sees this much before paying. 0 for none."
          error={errors.previewSeconds}
        />
        <FormNote error={answer?.refusal?.message} done={answer?.done} answer={answer} />
        <div className="flex flex-wrap items-center gap-x-5 gap-y-3">
          <Button type="submit" busy={saving}>
            Save
          </Button>
          <Link to={`/dashboard/streams/${stream.id}`} className="text-sm text-soft underline underline-offset-4">
            Everything else about it
          </Link>
        </div>
      </Form>
    </Section>
  );
}

/** The same while it is live: seen, not changed. */
export function TermsLine({ stream }: { stream: Stream }) {
  return (
    <p className="text-sm text-soft">
      <Price rate={stream.ratePerSecond} />
      {stream.ratePerSecond > 0n &&
        (stream.previewSeconds > 0 ? `, the first ${durationWords(stream.previewSeconds)} free` : ', no free preview')}
      {' · '}
      <Link to={`/watch/${stream.id}`} target="_blank" className="underline underline-offset-4 hover:text-ink">
        See its page
        <span className="sr-only"> in a new tab</span>
      </Link>
    </p>
  );
}
