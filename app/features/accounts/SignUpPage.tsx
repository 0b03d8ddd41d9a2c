import { Trans, useLingui } from '@lingui/react/macro';
import { Form, Link, useNavigation } from '@remix-run/react';
import { signUpInput } from '../../../schemas/accounts';
import { fieldProps, type FormAnswer, handleProps, passwordProps, useSchemaForm } from '../../lib/form';
import { signInPath } from '../../lib/safe-next';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { FormNote } from '../../ui/FormNote';
import { Or } from '../../ui/Or';
import { WalletSignIn } from '../security/WalletSignIn';
import { DoorFrame } from '../../ui/DoorFrame';

interface SignUpPageProps {
  next: string;
  answer: FormAnswer | undefined;
}

/** A new account: a name and a password, or a wallet. */
export function SignUpPage({ next, answer }: SignUpPageProps) {
  const { t } = useLingui();
  const navigation = useNavigation();
  const { form, fields, note } = useSchemaForm({ schema: signUpInput, answer });
  return (
    <DoorFrame
      title={t`Sign up`}
      other={
        <>
          <Trans>
            Have an account? <Link to={signInPath(next)}>Sign in</Link>
          </Trans>
        </>
      }
    >
      <Form method="post" {...form} className="flex flex-col gap-5">
        <FormNote {...note} />
        <input type="hidden" name="next" value={next} />
        <TextField
          label={t`Name`}
          {...handleProps(fields.handle)}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          hint={t`Your address here, such as /@mira: 3 to 24 letters, digits or underscores.`}
        />
        <TextField
          label={t`Display name`}
          {...fieldProps(fields.displayName)}
          autoComplete="name"
          hint={t`What people see. Without it, your name.`}
        />
        <TextField
          label={t`Password`}
          {...passwordProps(fields.password)}
          autoComplete="new-password"
          hint={t`At least 10 characters. A few words that only you would put together are best.`}
        />
        <TextField
          label={t`E-mail`}
          {...fieldProps(fields.email)}
          type="email"
          autoComplete="email"
          hint={t`Nobody else sees it. You can sign in with it instead of your name.`}
        />
        <Button type="submit" variant="primary" size="large" busy={navigation.formMethod === 'POST'}>
          <Trans>Create account</Trans>
        </Button>
      </Form>
      <Or />
      <WalletSignIn purpose="signIn" next={next} />
    </DoorFrame>
  );
}
