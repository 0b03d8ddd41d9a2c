import { Trans, useLingui } from '@lingui/react/macro';
import { Form, useNavigation } from '@remix-run/react';
import { type ReactNode, useMemo } from 'react';
import { videoForm } from '../../../schemas/videos';
import { type z } from '../../../schemas/zod';
import { fieldProps, type FormAnswer, type FormRefusal, useSchemaForm } from '../../lib/form';
import { useMoney } from '../../lib/money';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { FormNote } from '../../ui/FormNote';
import { PriceField } from '../../ui/PriceField';
import { AboutPart, Part, VisibilityPart } from '../studio/StreamParts';
import { type fieldsOfUpload } from './video-fields';

/** What a creator says of a video. */
export type SaidOfVideo = z.output<ReturnType<typeof videoForm>>;

interface VideoFormProps {
  initial: ReturnType<typeof fieldsOfUpload>;
  categories: { slug: string; name: string }[];
  answer: FormAnswer | undefined;
  /** Where the page itself sends it: what was typed stays. */
  send?: (said: SaidOfVideo) => Promise<FormRefusal | null>;
  isNew: boolean;
  /** What the button says, and whether it can be pressed. */
  submit: string;
  busy?: boolean;
  /** Whom it pays. */
  payee?: ReactNode;
}

/** Everything that a creator says of a video: what they say of a stream, but for when it is. */
export function VideoForm({ initial, categories, answer, send, isNew, submit, busy, payee }: VideoFormProps) {
  const { t } = useLingui();
  const sending = useNavigation().formData?.has('title') ?? false;
  const money = useMoney();
  const { form, fields, note } = useSchemaForm({
    schema: useMemo(() => videoForm(money), [money]),
    answer,
    send,
    keeps: true,
    defaultValue: initial,
  });
  return (
    <Form method="post" {...form} className="flex flex-col divide-y [&>*]:py-8 [&>*:first-of-type]:pt-0">
      <input type="hidden" name="form" value="video" />
      <AboutPart fields={fields} categories={categories} />
      <Part title={t`What it costs`}>
        <PriceField {...fieldProps(fields.ratePerSecond)} fixed={false} />
        <TextField
          label={t`Free at the beginning, in seconds`}
          {...fieldProps(fields.previewSeconds)}
          optional={false}
          inputMode="numeric"
          className="sm:max-w-sm"
          hint={t`Everybody sees this much before paying. 0 for none.`}
        />
        {payee}
        {!isNew && (
          <p className="max-w-[65ch] text-sm text-soft">
            <Trans>
              What somebody has paid for stays theirs. Whoever watches while the price changes is asked again.
            </Trans>
          </p>
        )}
      </Part>
      <VisibilityPart fields={fields} isNew={isNew} />
      <div className="flex flex-col items-start gap-5">
        <FormNote {...note} />
        <Button type="submit" variant="primary" size="large" busy={sending || busy}>
          {submit}
        </Button>
      </div>
    </Form>
  );
}
