import { Form } from '@remix-run/react';
import { useEffect, useRef } from 'react';
import { type Settings } from '../../lib/api';
import { fieldErrors } from '../../lib/answer';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { FormNote } from '../../ui/FormNote';
import { Section } from '../../ui/Section';
import { type FormState } from './SettingsPage';

/** A new password; the first one for an account that came with a wallet. */
export function PasswordSection({ settings: { account }, answer, busy }: { settings: Settings } & FormState) {
  const form = useRef<HTMLFormElement>(null);
  const errors = fieldErrors(answer);
  useEffect(() => {
    if (answer?.done) form.current?.reset();
  }, [answer]);
  return (
    <Section
      id="password"
      title="Password"
      hint={
        account.hasPassword
          ? 'Changing it signs you out everywhere else.'
          : 'You sign in with a wallet. With a password you can sign in without it.'
      }
    >
      <Form ref={form} method="post" className="flex flex-col gap-5" noValidate>
        <input type="hidden" name="form" value="password" />
        <input type="text" name="username" autoComplete="username" value={account.handle} readOnly hidden />
        {account.hasPassword && (
          <TextField
            label="Current password"
            name="current"
            type="password"
            autoComplete="current-password"
            required
            error={errors.current}
          />
        )}
        <TextField
          label="New password"
          name="next"
          type="password"
          autoComplete="new-password"
          required
          hint="At least 10 characters."
          error={errors.next ?? errors.password}
        />
        <FormNote error={answer?.refusal?.message} done={answer?.done} answer={answer} />
        <Button type="submit" busy={busy} className="self-start">
          {account.hasPassword ? 'Change password' : 'Set password'}
        </Button>
      </Form>
    </Section>
  );
}
