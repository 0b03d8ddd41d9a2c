import { Trans, useLingui } from '@lingui/react/macro';
import { Form, useNavigation } from '@remix-run/react';
import { useEffect, useRef } from 'react';
import { captionFields } from '../../../schemas/video-forms';
import { fieldProps, type FormAnswer, useSchemaForm } from '../../lib/form';
import { languageName, languagesIn } from '../../lib/languages';
import { Button } from '../../ui/Button';
import { ConfirmForm } from '../../ui/ConfirmForm';
import { Field, Select, TextField } from '../../ui/Field';
import { FormNote } from '../../ui/FormNote';
import { Section } from '../../ui/Section';
import { type VideoForEdit } from './video-fields';

/** What is written under a video, a file a language. */
export function CaptionsSection({ video, answer }: { video: VideoForEdit; answer: FormAnswer | undefined }) {
  const { t, i18n } = useLingui();
  const busy = useNavigation().formData?.get('form') === 'addCaptions';
  const { form, fields, note } = useSchemaForm({
    schema: captionFields,
    answer,
    defaultValue: { language: video.language, label: languageName(video.language, i18n) },
  });
  const file = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (answer?.done && file.current) file.current.value = '';
  }, [answer]);
  return (
    <Section
      title={t`Captions`}
      hint={t`WebVTT files, one a language. A new one takes the place of the one in its language.`}
    >
      {video.captions.length > 0 && (
        <ul className="mb-8 border-b">
          {video.captions.map(({ language, label }) => (
            <li key={language} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 border-t py-3">
              <p className="min-w-0 text-sm wrap-anywhere">
                <bdi className="font-medium">{label}</bdi>{' '}
                <span className="text-soft">{languageName(language, i18n)}</span>
              </p>
              <ConfirmForm
                label={t`Remove`}
                size="small"
                title={t`Remove these captions?`}
                description={t`“${label}” is taken away from under the video. You can add it again.`}
                confirm={t`Remove the captions`}
                keep={t`Keep them`}
                fields={{ form: 'removeCaptions', language }}
              />
            </li>
          ))}
        </ul>
      )}
      <Form method="post" encType="multipart/form-data" {...form} className="flex flex-col items-start gap-5">
        <input type="hidden" name="form" value="addCaptions" />
        <Field label={t`File`} hint={t`It ends in .vtt; up to 1 MB.`} className="w-full">
          {(wiring) => (
            <input
              {...wiring}
              ref={file}
              type="file"
              name="file"
              accept=".vtt,text/vtt"
              required
              className="max-w-full text-sm file:me-4 file:h-10 file:rounded-base file:border file:border-edge file:bg-transparent file:px-4 file:font-medium file:text-ink"
            />
          )}
        </Field>
        <div className="grid w-full gap-5 sm:grid-cols-2">
          <Select label={t`Language`} {...fieldProps(fields.language)}>
            {languagesIn(i18n).map(([code, name]) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </Select>
          <TextField label={t`Name`} {...fieldProps(fields.label)} dir="auto" hint={t`What viewers choose it by.`} />
        </div>
        <FormNote {...note} />
        <Button type="submit" busy={busy}>
          <Trans>Add captions</Trans>
        </Button>
      </Form>
    </Section>
  );
}
