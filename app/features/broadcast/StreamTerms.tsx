import { Trans, useLingui } from '@lingui/react/macro';
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
  const { t } = useLingui();
  const saving = useNavigation().formData?.has('previewSeconds') ?? false;
  const money = useMoney();
  const { title, ratePerSecond, previewSeconds } = stream;
  const { form, fields, note } = useSchemaForm({
    schema: useMemo(() => termsForm(money), [money]),
    answer,
    defaultValue: { title, ratePerSecond: minutePriceText(ratePerSecond, money), previewSeconds },
  });
  return (
    <Section title={t`What viewers agree to`} hint={t`The price stays as it is once you are live.`}>
      <Form method="post" {...form} className="flex flex-col gap-5">
        <TextField label={t`Title`} {...fieldProps(fields.title)} dir="auto" />
        <PriceField {...fieldProps(fields.ratePerSecond)} fixed={false} />
        <TextField
          label={t`Free preview, in seconds`}
          {...fieldProps(fields.previewSeconds)}
          optional={false}
          inputMode="numeric"
          hint={t`Everybody sees this much before paying. 0 for none.`}
        />
        <FormNote {...note} />
        <div className="flex flex-wrap items-center gap-x-5 gap-y-3">
          <Button type="submit" busy={saving}>
            <Trans>Save</Trans>
          </Button>
          <Link to={`/dashboard/streams/${stream.id}`} className="text-sm text-soft underline underline-offset-4">
            <Trans>Everything else about it</Trans>
          </Link>
        </div>
      </Form>
    </Section>
  );
}

/** The same while it is live: seen, not changed. */
export function TermsLine({ stream }: { stream: Stream }) {
  const { i18n } = useLingui();
  const { ratePerSecond, previewSeconds } = stream;
  const preview = durationWords(previewSeconds, i18n);
  const price = <Price rate={ratePerSecond} />;
  return (
    <p className="text-sm text-soft">
      {ratePerSecond === 0n ? (
        price
      ) : previewSeconds > 0 ? (
        <Trans>
          {price}, the first {preview} free
        </Trans>
      ) : (
        <Trans>{price}, no free preview</Trans>
      )}
      {' · '}
      <Link to={`/watch/${stream.id}`} target="_blank" className="underline underline-offset-4 hover:text-ink">
        <Trans>
          See its page
          <span className="sr-only"> in a new tab</span>
        </Trans>
      </Link>
    </p>
  );
}
