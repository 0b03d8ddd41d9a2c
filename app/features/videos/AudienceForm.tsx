import { type MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, useNavigation } from '@remix-run/react';
import { useMemo } from 'react';
import { audienceForm } from '../../../schemas/video-forms';
import { amount } from '../../../sdk/money';
import { fieldProps, type FormAnswer, useSchemaForm } from '../../lib/form';
import { useMoney } from '../../lib/money';
import { minutePriceText } from '../../lib/price';
import { Button } from '../../ui/Button';
import { Choices } from '../../ui/Choices';
import { FormNote } from '../../ui/FormNote';
import { PriceField } from '../../ui/PriceField';
import { Section } from '../../ui/Section';
import { audienceOf } from './audience';
import { type VideoForEdit } from './video-fields';

const CHOICES: { value: string; label: MessageDescriptor; hint: MessageDescriptor }[] = [
  {
    value: 'asStream',
    label: msg`As the stream was`,
    hint: msg`Whoever could watch it live, for the price that it had.`,
  },
  { value: 'own', label: msg`For a price of its own`, hint: msg`By the second, as live; set it here.` },
  { value: 'free', label: msg`Free`, hint: msg`Nobody pays, and nobody needs a purse.` },
  { value: 'followers', label: msg`Followers`, hint: msg`Only people who follow you find it. Its price stays.` },
  { value: 'nobody', label: msg`Nobody`, hint: msg`Only you. Whoever watches just now is stopped.` },
];

/** For whom a video is, in one choice; the form below says the rest of it. */
export function AudienceForm({ video, answer }: { video: VideoForEdit; answer: FormAnswer | undefined }) {
  const { t, i18n } = useLingui();
  const money = useMoney();
  const busy = useNavigation().formData?.get('form') === 'audience';
  const { form, fields, note } = useSchemaForm({
    schema: useMemo(() => audienceForm(money), [money]),
    answer,
    defaultValue: {
      audience: audienceOf(video),
      ratePerSecond: minutePriceText(amount(video.ratePerSecond), money),
    },
  });
  const choices = CHOICES.filter(({ value }) => value !== 'asStream' || video.sourceId !== null);
  return (
    <Section title={t`Who may watch it`}>
      <Form method="post" {...form} className="group flex flex-col items-start gap-5">
        <input type="hidden" name="form" value="audience" />
        <div className="w-full">
          <Choices
            legend={t`It is`}
            name={fields.audience.name}
            choices={choices.map(({ value, label, hint }) => ({ value, label: i18n._(label), hint: i18n._(hint) }))}
            value={fields.audience.defaultValue ?? ''}
            error={fields.audience.errors?.[0]}
          />
        </div>
        <div className="hidden w-full group-has-[[value=own]:checked]:block">
          <PriceField {...fieldProps(fields.ratePerSecond)} fixed={false} />
        </div>
        <FormNote {...note} />
        <Button type="submit" busy={busy}>
          <Trans>Save who may watch</Trans>
        </Button>
      </Form>
    </Section>
  );
}
