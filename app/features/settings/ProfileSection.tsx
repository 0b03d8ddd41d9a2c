import { Form } from '@remix-run/react';
import { useState } from 'react';
import { type Settings } from '../../lib/api';
import { fieldErrors } from '../../lib/answer';
import { Button } from '../../ui/Button';
import { TextArea, TextField } from '../../ui/Field';
import { FormNote } from '../../ui/FormNote';
import { Section } from '../../ui/Section';
import { type FormState } from './SettingsPage';

const MOST_LINKS = 5;

/** What everybody sees of one. */
export function ProfileSection({
  settings: { profile, account },
  answer,
  busy,
  onward,
}: { settings: Settings } & FormState) {
  const errors = fieldErrors(answer);
  const links = answer?.links ?? profile.links;
  const rows = links.map(({ label, url }) => `${label} ${url}`).join();
  return (
    <Section id="profile" title="Your page" hint={`What everybody sees at /@${account.handle}.`}>
      <Form method="post" className="flex flex-col gap-5" noValidate>
        <input type="hidden" name="form" value="profile" />
        <TextField
          label="Display name"
          name="displayName"
          autoComplete="name"
          required
          maxLength={50}
          dir="auto"
          defaultValue={answer?.values?.displayName ?? profile.displayName}
          error={errors.displayName}
        />
        <TextArea
          label="About you"
          name="bio"
          optional
          dir="auto"
          defaultValue={answer?.values?.bio ?? profile.bio}
          error={errors.bio}
          hint="A few sentences: what you show, and when."
        />
        {/* Empty rows between others are left out when it is sent: after an answer the rows begin anew, so that errors stand beside theirs. */}
        <LinkFields key={rows} links={links} errors={errors} />
        <FormNote error={answer?.refusal?.message} done={answer?.done} answer={answer} />
        <div className="flex flex-wrap gap-3">
          <Button type="submit" busy={busy}>
            Save your page
          </Button>
          {answer?.done && onward}
        </div>
      </Form>
    </Section>
  );
}

function LinkFields({ links, errors }: { links: Settings['profile']['links']; errors: Record<string, string> }) {
  // One empty row is always there, so that a link can be added without scripts, too.
  const [rows, setRows] = useState(Math.min(MOST_LINKS, links.length + 1));
  return (
    <fieldset>
      <legend className="text-sm font-medium">
        Links <span className="font-normal text-soft">(up to five)</span>
      </legend>
      {errors.links && <p className="mt-1 text-sm text-danger">{errors.links}</p>}
      <div className="mt-3 flex flex-col gap-4">
        {Array.from({ length: rows }, (_, index) => (
          <div key={index} className="grid gap-3 sm:grid-cols-[minmax(0,1fr)_minmax(0,2fr)]">
            <TextField
              label={`Label of link ${index + 1}`}
              name="linkLabel"
              maxLength={40}
              defaultValue={links[index]?.label}
              error={errors[`links.${index}.label`]}
            />
            <TextField
              label={`Address of link ${index + 1}`}
              name="linkUrl"
              type="url"
              inputMode="url"
              placeholder="https://"
              defaultValue={links[index]?.url}
              error={errors[`links.${index}.url`]}
            />
          </div>
        ))}
      </div>
      {rows < MOST_LINKS && (
        <Button variant="quiet" size="small" className="-ms-3 mt-3" onClick={() => setRows(rows + 1)}>
          Add another link
        </Button>
      )}
    </fieldset>
  );
}
