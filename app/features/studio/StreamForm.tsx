import { type MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, useNavigation } from '@remix-run/react';
import { type ReactNode, useMemo } from 'react';
import { planForm } from '../../../schemas/plans';
import { categoryName } from '../../lib/categories';
import { fieldProps, type FormAnswer, passwordProps, useSchemaForm } from '../../lib/form';
import { languagesIn } from '../../lib/languages';
import { useMoney } from '../../lib/money';
import { Button } from '../../ui/Button';
import { Choices } from '../../ui/Choices';
import { Select, Switch, TextArea, TextField } from '../../ui/Field';
import { FormNote } from '../../ui/FormNote';
import { PriceField } from '../../ui/PriceField';
import { ScheduleFields } from './ScheduleFields';
import { type fieldsOfNew } from './stream-fields';

interface ChoiceToSay {
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

const SCOPE: ChoiceToSay[] = [
  { value: 'this', label: msg`Only this one`, hint: msg`The others stay as they are.` },
  {
    value: 'following',
    label: msg`This one and all that follow`,
    hint: msg`Those that you changed by themselves stay as they are.`,
  },
];

interface StreamFormProps {
  initial: ReturnType<typeof fieldsOfNew>;
  categories: { slug: string; name: string }[];
  answer: FormAnswer | undefined;
  /** While people watch, the price that they agreed to stays. */
  live: boolean;
  submit: string;
  /** A new one can come again; one of several is changed alone, or with those that follow. */
  planning: 'new' | 'alone' | 'series';
  /** What else can be done, beside the button. */
  children?: ReactNode;
}

/** Everything that a creator says of a stream. */
export function StreamForm({ initial, categories, answer, live, submit, planning, children }: StreamFormProps) {
  const { t, i18n } = useLingui();
  const sending = useNavigation().formData?.has('title') ?? false;
  const money = useMoney();
  const { form, fields, note } = useSchemaForm({
    schema: useMemo(() => planForm(money), [money]),
    answer,
    defaultValue: initial,
  });
  const said = ({ value, label, hint }: ChoiceToSay) => ({ value, label: t(label), hint: t(hint) });
  return (
    <Form method="post" {...form} className="flex flex-col divide-y [&>*]:py-8 [&>*:first-child]:pt-0">
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
      <Part title={t`What it costs`}>
        <PriceField {...fieldProps(fields.ratePerSecond)} fixed={live} />
        <div className="grid gap-5 sm:grid-cols-2">
          <TextField
            label={t`Free preview, in seconds`}
            {...fieldProps(fields.previewSeconds)}
            optional={false}
            inputMode="numeric"
            hint={t`Everybody sees this much before paying. 0 for none.`}
          />
          <TextField
            label={t`Viewer limit`}
            {...fieldProps(fields.viewerLimit)}
            inputMode="numeric"
            hint={t`How many can watch at once. Empty: no limit.`}
          />
        </div>
      </Part>
      <Part title={t`Who can see it`}>
        <div className="group flex flex-col gap-5">
          <Choices
            legend={t`Visibility`}
            name={fields.visibility.name}
            choices={VISIBILITY.map(said)}
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
                planning === 'new'
                  ? t`Whoever knows it can pass it on; a new one shuts everybody out again.`
                  : t`Empty: it stays as it is. Whoever knows it can pass it on; a new one shuts everybody out again.`
              }
            />
          </div>
        </div>
      </Part>
      <Part title={t`When`}>
        <ScheduleFields field={fields.scheduledAt} live={live} />
        <input type="hidden" name={fields.zone.name} value={fields.zone.defaultValue ?? ''} />
        {planning === 'new' && (
          <div className="grid gap-5 sm:grid-cols-2">
            <Select
              label={t`Comes again`}
              {...fieldProps(fields.repeats)}
              optional={false}
              hint={t`Always at the same time by the clocks of your zone. The next weeks are planned at once.`}
            >
              <option value="never">
                <Trans>No</Trans>
              </option>
              <option value="daily">
                <Trans>Every day</Trans>
              </option>
              <option value="weekly">
                <Trans>Every week</Trans>
              </option>
              <option value="fortnightly">
                <Trans>Every two weeks</Trans>
              </option>
            </Select>
            <TextField
              label={t`Until`}
              {...fieldProps(fields.lastDay)}
              type="date"
              hint={t`Empty: until you end it.`}
            />
          </div>
        )}
        {planning === 'series' && !live && (
          <Choices
            legend={t`It is one of several. Change`}
            name={fields.scope.name}
            choices={SCOPE.map(said)}
            value={fields.scope.defaultValue ?? 'this'}
            error={fields.scope.errors?.[0]}
          />
        )}
      </Part>
      <div className="flex flex-col gap-5">
        <FormNote {...note} />
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" variant="primary" size="large" busy={sending}>
            {submit}
          </Button>
          {children}
        </div>
      </div>
    </Form>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="flex min-w-0 flex-col gap-5">
      <legend className="float-left w-full text-xl display">{title}</legend>
      {children}
    </fieldset>
  );
}
