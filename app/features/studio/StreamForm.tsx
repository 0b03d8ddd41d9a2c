import { Form, useNavigation } from '@remix-run/react';
import { type ReactNode } from 'react';
import { type FormAnswer, fieldErrors } from '../../lib/answer';
import { languages } from '../../lib/languages';
import { Button } from '../../ui/Button';
import { Choices } from '../../ui/Choices';
import { Select, Switch, TextArea, TextField } from '../../ui/Field';
import { FormNote } from '../../ui/FormNote';
import { PriceField } from './PriceField';
import { type TypedStream } from './read-stream-form';
import { ScheduleFields } from './ScheduleFields';

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
  { value: 'private', label: 'Private', hint: 'Only you and people whom you invite, once it is saved.' },
] as const;

interface StreamFormProps {
  initial: TypedStream;
  categories: { slug: string; name: string }[];
  answer: FormAnswer<TypedStream> | undefined;
  /** While people watch, the price that they agreed to stays. */
  live: boolean;
  submit: string;
  /** What else can be done, beside the button. */
  children?: ReactNode;
}

/** Everything that a creator says of a stream. */
export function StreamForm({ initial, categories, answer, live, submit, children }: StreamFormProps) {
  const sending = useNavigation().formData?.has('title') ?? false;
  const errors = fieldErrors(answer);
  const value = answer?.values ?? initial;
  return (
    <Form method="post" noValidate className="flex flex-col divide-y [&>*]:py-8 [&>*:first-child]:pt-0">
      <Part title="What it is">
        <TextField
          label="Title"
          name="title"
          required
          maxLength={140}
          dir="auto"
          defaultValue={value.title}
          error={errors.title}
        />
        <TextArea
          label="Description"
          name="description"
          optional
          rows={5}
          dir="auto"
          maxLength={4000}
          defaultValue={value.description}
          error={errors.description}
        />
        <div className="grid gap-5 sm:grid-cols-2">
          <Select
            label="Category"
            name="categorySlug"
            required
            defaultValue={value.categorySlug}
            error={errors.categorySlug}
          >
            <option value="">Choose one</option>
            {categories.map(({ slug, name }) => (
              <option key={slug} value={slug}>
                {name}
              </option>
            ))}
          </Select>
          <Select label="Language" name="language" defaultValue={value.language} error={errors.language}>
            {languages.map(([code, name]) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </Select>
        </div>
        <TextField
          label="Tags"
          name="tags"
          optional
          hint="Up to eight, with commas between them."
          defaultValue={value.tags}
          error={errors.tags ?? Object.entries(errors).find(([field]) => field.startsWith('tags.'))?.[1]}
        />
        <Switch
          label="For adults"
          hint="Marked 18+ wherever it is listed."
          name="mature"
          defaultChecked={value.mature !== ''}
        />
      </Part>
      <Part title="What it costs">
        <PriceField initial={value.price} error={errors.ratePerSecond} fixed={live} />
        <div className="grid gap-5 sm:grid-cols-2">
          <TextField
            label="Free preview, in seconds"
            name="previewSeconds"
            inputMode="numeric"
            defaultValue={value.previewSeconds}
            hint="Everybody sees this much before paying. 0 for none."
            error={errors.previewSeconds}
          />
          <TextField
            label="Viewer limit"
            name="viewerLimit"
            optional
            inputMode="numeric"
            defaultValue={value.viewerLimit}
            hint="How many can watch at once. Empty: no limit."
            error={errors.viewerLimit}
          />
        </div>
      </Part>
      <Part title="Who can see it">
        <Choices
          legend="Visibility"
          name="visibility"
          choices={VISIBILITY}
          value={value.visibility}
          error={errors.visibility}
        />
      </Part>
      <Part title="When">
        <ScheduleFields date={value.date} time={value.time} error={errors.scheduledAt} live={live} />
      </Part>
      <div className="flex flex-col gap-5">
        <FormNote error={answer?.refusal?.message} answer={answer} />
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
