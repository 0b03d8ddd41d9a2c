import { type MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { type ReactNode } from 'react';
import { type I18n } from '../../../texts/i18n';
import { categoryName } from '../../lib/categories';
import { fieldProps, type FormField, passwordProps } from '../../lib/form';
import { languagesIn } from '../../lib/languages';
import { type Choice, Choices } from '../../ui/Choices';
import { Select, Switch, TextArea, TextField } from '../../ui/Field';

/** One of several that each need a sentence, before it is said in a language. */
export interface ChoiceToSay {
  value: string;
  label: MessageDescriptor;
  hint: MessageDescriptor;
}

const VISIBILITY: ChoiceToSay[] = [
  {
    value: 'public',
    label: msg`Public`,
    hint: msg`On the home page, in its category and on your page. Everybody can open it.`,
  },
  { value: 'unlisted', label: msg`Unlisted`, hint: msg`In no list. Whoever has the link can open it.` },
  {
    value: 'followers',
    label: msg`Followers`,
    hint: msg`Only people who follow you find it in lists. Others need the link.`,
  },
  { value: 'password', label: msg`Password`, hint: msg`In no list. Whoever has the link needs the password, too.` },
  { value: 'private', label: msg`Private`, hint: msg`Only you and people whom you invite, once it is saved.` },
];

export function sayChoice({ value, label, hint }: ChoiceToSay, i18n: I18n): Choice {
  return { value, label: i18n._(label), hint: i18n._(hint) };
}

/** A field that knows whether it was ticked, or which of several was chosen. */
type ChosenField = FormField & { defaultChecked?: boolean | undefined };

interface AboutFields {
  title: FormField;
  description: FormField;
  categorySlug: FormField;
  language: FormField;
  tags: FormField;
  mature: ChosenField;
}

/** What a stream or a video is: title, words, where it is found. */
export function AboutPart({
  fields,
  categories,
}: {
  fields: AboutFields;
  categories: { slug: string; name: string }[];
}) {
  const { t, i18n } = useLingui();
  return (
    <Part title={t`What it is`}>
      <TextField label={t`Title`} {...fieldProps(fields.title)} dir="auto" />
      <TextArea label={t`Description`} {...fieldProps(fields.description)} rows={5} dir="auto" />
      <div className="grid gap-5 sm:grid-cols-2">
        <Select label={t`Category`} {...fieldProps(fields.categorySlug)}>
          <option value="">
            <Trans>Choose one</Trans>
          </option>
          {categories.map((category) => (
            <option key={category.slug} value={category.slug}>
              {categoryName(category, i18n)}
            </option>
          ))}
        </Select>
        <Select label={t`Language`} {...fieldProps(fields.language)}>
          {languagesIn(i18n).map(([code, name]) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </Select>
      </div>
      <TextField label={t`Tags`} {...fieldProps(fields.tags)} hint={t`Up to eight, with commas between them.`} />
      <Switch
        label={t`For adults`}
        hint={t`Marked 18+ wherever it is listed.`}
        name={fields.mature.name}
        defaultChecked={fields.mature.defaultChecked}
      />
    </Part>
  );
}

/** Who can see it, by which password, and whether clips are made of it. */
export function VisibilityPart({
  fields,
  isNew,
}: {
  fields: { visibility: FormField; password: FormField; clipsAllowed: ChosenField };
  isNew: boolean;
}) {
  const { t, i18n } = useLingui();
  return (
    <Part title={t`Who can see it`}>
      <div className="group flex flex-col gap-5">
        <Choices
          legend={t`Visibility`}
          name={fields.visibility.name}
          choices={VISIBILITY.map((choice) => sayChoice(choice, i18n))}
          value={fields.visibility.defaultValue ?? ''}
          error={fields.visibility.errors?.[0]}
        />
        <div className="hidden group-has-[[value=password]:checked]:block">
          <TextField
            label={t`Password of the stream`}
            {...passwordProps(fields.password)}
            optional={false}
            type="text"
            autoComplete="off"
            hint={
              isNew
                ? t`Whoever knows it can pass it on; a new one shuts everybody out again.`
                : t`Empty: it stays as it is. Whoever knows it can pass it on; a new one shuts everybody out again.`
            }
          />
        </div>
      </div>
      <Switch
        label={t`Clips by viewers`}
        hint={t`Viewers may cut up to a minute out of what they watched, which then plays for nothing to whoever may watch it here. You can always do so yourself.`}
        name={fields.clipsAllowed.name}
        defaultChecked={fields.clipsAllowed.defaultChecked}
      />
    </Part>
  );
}

/** One of the parts that a long form has. */
export function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="flex min-w-0 flex-col gap-5">
      <legend className="float-left w-full text-xl display">{title}</legend>
      {children}
    </fieldset>
  );
}
