import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, useNavigation } from '@remix-run/react';
import { type ReactNode, useMemo } from 'react';
import { planForm } from '../../../schemas/plans';
import { fieldProps, type FormAnswer, useSchemaForm } from '../../lib/form';
import { useMoney } from '../../lib/money';
import { Button } from '../../ui/Button';
import { Choices } from '../../ui/Choices';
import { Select, TextField } from '../../ui/Field';
import { FormNote } from '../../ui/FormNote';
import { PriceField } from '../../ui/PriceField';
import { ScheduleFields } from './ScheduleFields';
import { type fieldsOfNew } from './stream-fields';
import { AboutPart, type ChoiceToSay, Part, sayChoice, VisibilityPart } from './StreamParts';

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
  return (
    <Form method="post" {...form} className="flex flex-col divide-y [&>*]:py-8 [&>*:first-child]:pt-0">
      <AboutPart fields={fields} categories={categories} />
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
      <VisibilityPart fields={fields} isNew={planning === 'new'} />
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
            choices={SCOPE.map((choice) => sayChoice(choice, i18n))}
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
