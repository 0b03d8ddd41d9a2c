import { Form, Link, useNavigation } from '@remix-run/react';
import { useMemo } from 'react';
import { termsForm } from '../../../schemas/streams';
import { type Answers } from '../../lib/api';
import { fieldProps, type FormAnswer, useSchemaForm } from '../../lib/form';
import { durationWords } from '../../lib/format';
import { useMoney } from '../../lib/money';
import { minutePriceText } from '../../lib/price';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { FormNote } from '../../ui/FormNote';
import { Price } from '../../ui/Price';
import { Section } from '../../ui/Section';
import { PriceField } from '../../ui/PriceField';

type Stream = Answers['streams']['forEdit'];

/** Title, price and preview: to be changed until it is live. */
export function TermsForm({ stream, answer }: { stream: Stream; answer: FormAnswer | undefined }) {
  const saving = useNavigation().formData?.has('previewSeconds') ?? false;
  const money = useMoney();
  const { title, ratePerSecond, previewSeconds } = stream;
  const { form, fields, note } = useSchemaForm({
    schema: useMemo(() => termsForm(money), [money]),
    answer,
    defaultValue: { title, ratePerSecond: minutePriceText(ratePerSecond, money), previewSeconds },
  });
  return (
    <Section title="What viewers agree to" hint="The price stays as it is once you are live.">
      <Form method="post" {...form} className="flex flex-col gap-5">
        <TextField label="Title" {...fieldProps(fields.title)} dir="auto" />
        <PriceField {...fieldProps(fields.ratePerSecond)} fixed={false} />
        <TextField
          label="Free preview, in seconds"
          {...fieldProps(fields.previewSeconds)}
          optional={false}
          inputMode="numeric"
          hint="Everybody sees this much before paying. 0 for none."
        />
        <FormNote {...note} />
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
