import { useLingui } from '@lingui/react/macro';
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
  const { t } = useLingui();
  const { form, fields, note } = useSchemaForm({ schema: passwordInput, answer });
  return (
    <Section
      id="password"
      title={t`Password`}
      hint={
        account.hasPassword
          ? t`Changing it signs you out everywhere else.`
          : t`You sign in with a wallet. With a password you can sign in without it.`
      }
    >
      <Form method="post" {...form} className="flex flex-col gap-5">
        <input type="hidden" name="form" value="password" />
        <input type="text" name="username" autoComplete="username" value={account.handle} readOnly hidden />
        {account.hasPassword && (
          <TextField
            label={t`Current password`}
            {...passwordProps(fields.current)}
            optional={false}
            autoComplete="current-password"
            required={!account.hasWallet}
            hint={account.hasWallet && t`Lost it? Leave it empty: a linked wallet can prove that it is you.`}
          />
        )}
        <TextField
          label={t`New password`}
          {...passwordProps(fields.next)}
          autoComplete="new-password"
          hint={t`At least 10 characters.`}
        />
        <FormNote {...note} />
        <Button type="submit" busy={busy} className="self-start">
          {account.hasPassword ? t`Change password` : t`Set password`}
        </Button>
      </Form>
    </Section>
  );
}
