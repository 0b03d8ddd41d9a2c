import { Form } from '@remix-run/react';
import { type Settings } from '../../lib/api';
import { fieldErrors } from '../../lib/answer';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { FormNote } from '../../ui/FormNote';
import { Section } from '../../ui/Section';
import { type FormState } from './SettingsPage';

/** The names by which one signs in. */
export function AccountSection({ settings: { account }, answer, busy, onward }: { settings: Settings } & FormState) {
  const errors = fieldErrors(answer);
  return (
    <Section id="account" title="Account">
      <Form method="post" className="flex flex-col gap-5" noValidate>
        <input type="hidden" name="form" value="account" />
        <TextField
          label="Name"
          name="handle"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          maxLength={25}
          hint="Your address here. When you change it, links to the old one lead nowhere, and somebody else may take it."
          defaultValue={answer?.values?.handle ?? account.handle}
          error={errors.handle}
        />
        <TextField
          label="E-mail"
          name="email"
          type="email"
          optional
          autoComplete="email"
          hint="Nobody else sees it. You can sign in with it."
          defaultValue={answer?.values?.email ?? account.email ?? ''}
          error={errors.email}
        />
        <FormNote error={answer?.refusal?.message} done={answer?.done} answer={answer} />
        <div className="flex flex-wrap gap-3">
          <Button type="submit" busy={busy}>
            Save account
          </Button>
          {answer?.done && onward}
        </div>
      </Form>
    </Section>
  );
}
