import { Form } from '@remix-run/react';
import { passwordInput } from '../../../schemas/accounts';
import { type Settings } from '../../lib/api';
import { passwordProps, useSchemaForm } from '../../lib/form';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { FormNote } from '../../ui/FormNote';
import { Section } from '../../ui/Section';
import { type FormState } from './SettingsPage';

/** A new password; the first one for an account that came with a wallet. */
export function PasswordSection({ settings: { account }, answer, busy }: { settings: Settings } & FormState) {
  const { form, fields, note } = useSchemaForm({ schema: passwordInput, answer });
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
      <Form method="post" {...form} className="flex flex-col gap-5">
        <input type="hidden" name="form" value="password" />
        <input type="text" name="username" autoComplete="username" value={account.handle} readOnly hidden />
        {account.hasPassword && (
          <TextField
            label="Current password"
            {...passwordProps(fields.current)}
            optional={false}
            autoComplete="current-password"
            required={!account.hasWallet}
            hint={account.hasWallet && 'Lost it? Leave it empty: a linked wallet can prove that it is you.'}
          />
        )}
        <TextField
          label="New password"
          {...passwordProps(fields.next)}
          autoComplete="new-password"
          hint="At least 10 characters."
        />
        <FormNote {...note} />
        <Button type="submit" busy={busy} className="self-start">
          {account.hasPassword ? 'Change password' : 'Set password'}
        </Button>
      </Form>
    </Section>
  );
}
