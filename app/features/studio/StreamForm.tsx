import { Form, useNavigation } from '@remix-run/react';
import { type ReactNode, useMemo } from 'react';
import { planForm } from '../../../schemas/plans';
import { fieldProps, type FormAnswer, passwordProps, useSchemaForm } from '../../lib/form';
import { languages } from '../../lib/languages';
import { useMoney } from '../../lib/money';
import { Button } from '../../ui/Button';
import { Choices } from '../../ui/Choices';
import { Select, Switch, TextArea, TextField } from '../../ui/Field';
import { FormNote } from '../../ui/FormNote';
import { PriceField } from '../../ui/PriceField';
import { ScheduleFields } from './ScheduleFields';
import { type fieldsOfNew } from './stream-fields';

const VISIBILITY = [
  {
    value: 'public',
    label: 'Public',
    hint: 'On the home page, in its category and on your page. Everybody can open it.',
  },
  { value: 'unlisted', label: 'Unlisted', hint: 'In no list. Whoever has the link can open it.' },
  {
    value: 'followers',
    label: 'Followers',
    hint: 'Only people who follow you find it in lists. Others need the link.',
  },
  { value: 'password', label: 'Password', hint: 'In no list. Whoever has the link needs the password, too.' },
  { value: 'private', label: 'Private', hint: 'Only you and people whom you invite, once it is saved.' },
] as const;

const SCOPE = [
  { value: 'this', label: 'Only this one', hint: 'The others stay as they are.' },
  {
    value: 'following',
    label: 'This one and all that follow',
    hint: 'Those that you changed by themselves stay as they are.',
  },
] as const;

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
  const sending = useNavigation().formData?.has('title') ?? false;
  const money = useMoney();
  const { form, fields, note } = useSchemaForm({
    schema: useMemo(() => planForm(money), [money]),
    answer,
    defaultValue: initial,
  });
  return (
    <Form method="post" {...form} className="flex flex-col divide-y [&>*]:py-8 [&>*:first-child]:pt-0">
      <Part title="What it is">
        <TextField label="Title" {...fieldProps(fields.title)} dir="auto" />
        <TextArea label="Description" {...fieldProps(fields.description)} rows={5} dir="auto" />
        <div className="grid gap-5 sm:grid-cols-2">
          <Select label="Category" {...fieldProps(fields.categorySlug)}>
            <option value="">Choose one</option>
            {categories.map(({ slug, name }) => (
              <option key={slug} value={slug}>
                {name}
              </option>
            ))}
          </Select>
          <Select label="Language" {...fieldProps(fields.language)}>
            {languages.map(([code, name]) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </Select>
        </div>
        <TextField label="Tags" {...fieldProps(fields.tags)} hint="Up to eight, with commas between them." />
        <Switch
          label="For adults"
          hint="Marked 18+ wherever it is listed."
          name={fields.mature.name}
          defaultChecked={fields.mature.defaultChecked}
        />
      </Part>
      <Part title="What it costs">
        <PriceField {...fieldProps(fields.ratePerSecond)} fixed={live} />
        <div className="grid gap-5 sm:grid-cols-2">
          <TextField
            label="Free preview, in seconds"
            {...fieldProps(fields.previewSeconds)}
            optional={false}
            inputMode="numeric"
            hint="Everybody sees this much before paying. 0 for none."
          />
          <TextField
            label="Viewer limit"
            {...fieldProps(fields.viewerLimit)}
            inputMode="numeric"
            hint="How many can watch at once. Empty: no limit."
          />
        </div>
      </Part>
      <Part title="Who can see it">
        <div className="group flex flex-col gap-5">
          <Choices
            legend="Visibility"
            name={fields.visibility.name}
            choices={VISIBILITY}
            value={fields.visibility.defaultValue ?? ''}
            error={fields.visibility.errors?.[0]}
          />
          <div className="hidden group-has-[[value=password]:checked]:block">
            <TextField
              label="Password of the stream"
              {...passwordProps(fields.password)}
              optional={false}
              type="text"
              autoComplete="off"
              hint={`${planning === 'new' ? '' : 'Empty: it stays as it is. '}Whoever knows it can pass it on; a new one shuts everybody out again.`}
            />
          </div>
        </div>
      </Part>
      <Part title="When">
        <ScheduleFields field={fields.scheduledAt} live={live} />
        <input type="hidden" name={fields.zone.name} value={fields.zone.defaultValue ?? ''} />
        {planning === 'new' && (
          <div className="grid gap-5 sm:grid-cols-2">
            <Select
              label="Comes again"
              {...fieldProps(fields.repeats)}
              optional={false}
              hint="Always at the same time by the clocks of your zone. The next weeks are planned at once."
            >
              <option value="never">No</option>
              <option value="daily">Every day</option>
              <option value="weekly">Every week</option>
              <option value="fortnightly">Every two weeks</option>
            </Select>
            <TextField label="Until" {...fieldProps(fields.lastDay)} type="date" hint="Empty: until you end it." />
          </div>
        )}
        {planning === 'series' && !live && (
          <Choices
            legend="It is one of several. Change"
            name={fields.scope.name}
            choices={SCOPE}
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
