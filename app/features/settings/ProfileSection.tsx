import { type FieldMetadata } from '@conform-to/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form } from '@remix-run/react';
import { profileForm } from '../../../schemas/accounts';
import { MOST_LINKS } from '../../../schemas/links';
import { type Settings } from '../../lib/api';
import { fieldProps, useSchemaForm } from '../../lib/form';
import { Button } from '../../ui/Button';
import { TextArea, TextField } from '../../ui/Field';
import { FormNote } from '../../ui/FormNote';
import { Section } from '../../ui/Section';
import { type FormState } from './SettingsPage';

const NO_LINK = { label: '', url: '' };

/** What everybody sees of one. */
export function ProfileSection({
  settings: { profile, account },
  answer,
  busy,
  onward,
}: { settings: Settings } & FormState) {
  const { t } = useLingui();
  const { displayName, bio } = profile;
  // One empty row is always there, so that a link can be added without scripts, too.
  const links = [...profile.links, NO_LINK].slice(0, MOST_LINKS);
  const { form, fields, note, insert } = useSchemaForm({
    schema: profileForm,
    answer,
    defaultValue: { displayName, bio, links },
  });
  const rows = fields.links.getFieldList();
  return (
    <Section id="profile" title={t`Your page`} hint={t`What everybody sees at /@${account.handle}.`}>
      <Form method="post" {...form} className="flex flex-col gap-5">
        <input type="hidden" name="form" value="profile" />
        <TextField label={t`Display name`} {...fieldProps(fields.displayName)} autoComplete="name" dir="auto" />
        <TextArea
          label={t`About you`}
          {...fieldProps(fields.bio)}
          dir="auto"
          hint={t`A few sentences: what you show, and when.`}
        />
        <fieldset>
          <legend className="text-sm font-medium">
            <Trans>
              Links <span className="font-normal text-soft">(up to five)</span>
            </Trans>
          </legend>
          {fields.links.errors && <p className="mt-1 text-sm text-danger">{fields.links.errors[0]}</p>}
          <div className="mt-3 flex flex-col gap-4">
            {rows.map((row, index) => (
              <LinkFields key={row.key ?? index} number={index + 1} row={row} />
            ))}
          </div>
          {rows.length < MOST_LINKS && (
            <Button
              variant="quiet"
              size="small"
              className="-ms-3 mt-3"
              onClick={() => insert({ name: fields.links.name, defaultValue: NO_LINK })}
            >
              <Trans>Add another link</Trans>
            </Button>
          )}
        </fieldset>
        <FormNote {...note} />
        <div className="flex flex-wrap gap-3">
          <Button type="submit" busy={busy}>
            <Trans>Save your page</Trans>
          </Button>
          {answer?.done && onward}
        </div>
      </Form>
    </Section>
  );
}

function LinkFields({ number, row }: { number: number; row: FieldMetadata<Partial<typeof NO_LINK>> }) {
  const { t } = useLingui();
  const { label, url } = row.getFieldset();
  return (
    <div className="grid gap-3 sm:grid-cols-[minmax(0,1fr)_minmax(0,2fr)]">
      <TextField label={t`Label of link ${number}`} {...fieldProps(label)} optional={false} />
      <TextField
        label={t`Address of link ${number}`}
        {...fieldProps(url)}
        optional={false}
        type="url"
        inputMode="url"
        dir="ltr"
        placeholder="https://"
      />
    </div>
  );
}
