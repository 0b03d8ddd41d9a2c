import { Trans, useLingui } from '@lingui/react/macro';
import { Form, Link, useNavigation } from '@remix-run/react';
import { signInInput } from '../../../schemas/accounts';
import { fieldProps, type FormAnswer, passwordProps, useSchemaForm } from '../../lib/form';
import { signInPath } from '../../lib/safe-next';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { FormNote } from '../../ui/FormNote';
import { Or } from '../../ui/Or';
import { WalletSignIn } from '../security/WalletSignIn';
import { type Demo, DemoAccounts } from './DemoAccounts';
import { DoorFrame } from '../../ui/DoorFrame';

interface SignInPageProps {
  next: string;
  demo: Demo | null;
  answer: FormAnswer | undefined;
}

/** The ways in: a password, a wallet, and on a local installation the demo accounts. */
export function SignInPage({ next, demo, answer }: SignInPageProps) {
  const { t } = useLingui();
  const navigation = useNavigation();
  const { form, fields, note } = useSchemaForm({ schema: signInInput, answer });
  return (
    <DoorFrame
      title={t`Sign in`}
      other={
        <>
          <Trans>
            New here? <Link to={signInPath(next, '/sign-up')}>Sign up</Link>
          </Trans>
        </>
      }
    >
      <Form method="post" {...form} className="flex flex-col gap-5">
        <FormNote {...note} />
        <input type="hidden" name="next" value={next} />
        <TextField
          label={t`Name or e-mail`}
          {...fieldProps(fields.name)}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
        />
        <TextField label={t`Password`} {...passwordProps(fields.password)} autoComplete="current-password" />
        <Link to="/reset" className="-mt-2 self-start text-sm text-soft underline underline-offset-4 hover:text-ink">
          <Trans>Forgot your password?</Trans>
        </Link>
        <Button type="submit" variant="primary" size="large" busy={navigation.formMethod === 'POST'}>
          <Trans>Sign in</Trans>
        </Button>
      </Form>
      <Or />
      <WalletSignIn purpose="signIn" next={next} />
      {demo && <DemoAccounts demo={demo} next={next} />}
    </DoorFrame>
  );
}
