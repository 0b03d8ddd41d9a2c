import { Trans, useLingui } from '@lingui/react/macro';
import { Form } from '@remix-run/react';
import { namesForm } from '../../../schemas/accounts';
import { type Settings } from '../../lib/api';
import { fieldProps, handleProps, useSchemaForm } from '../../lib/form';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { FormNote } from '../../ui/FormNote';
import { Section } from '../../ui/Section';
import { type FormState } from './SettingsPage';

/** The names by which one signs in. */
export function AccountSection({ settings: { account }, answer, busy, onward }: { settings: Settings } & FormState) {
  const { t } = useLingui();
  const { handle, email, emailConfirmed } = account;
  const { form, fields, note } = useSchemaForm({ schema: namesForm, answer, defaultValue: { handle, email } });
  return (
    <Section id="account" title={t`Account`}>
      <Form method="post" {...form} className="flex flex-col gap-5">
        <input type="hidden" name="form" value="account" />
        <TextField
          label={t`Name`}
          {...handleProps(fields.handle)}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          hint={t`Your address here. When you change it, links to the old one lead nowhere, and somebody else may take it.`}
        />
        <TextField
          label={t`E-mail`}
          {...fieldProps(fields.email)}
          type="email"
          autoComplete="email"
          hint={
            <>
              <Trans>
                Nobody else sees it. You can sign in with it. Changing it or your name signs out your other browsers.
              </Trans>{' '}
              {email && (emailConfirmed ? <Trans>It is confirmed.</Trans> : <Trans>It is not confirmed yet.</Trans>)}
            </>
          }
        />
        <FormNote {...note} />
        <div className="flex flex-wrap gap-3">
          <Button type="submit" busy={busy}>
            <Trans>Save account</Trans>
          </Button>
          {answer?.done && onward}
        </div>
      </Form>
    </Section>
  );
}
