import { Form, Link, useNavigation } from '@remix-run/react';
import { type FormAnswer, fieldErrors } from '../../lib/answer';
import { signInPath } from '../../lib/safe-next';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { FormNote } from '../../ui/FormNote';
import { WalletSignIn } from '../wallet/WalletSignIn';
import { type Demo, DemoAccounts } from './DemoAccounts';
import { DoorFrame, Or } from './DoorFrame';

interface SignInPageProps {
  next: string;
  demo: Demo | null;
  answer: FormAnswer<{ name: string }> | undefined;
}

/** The ways in: a password, a wallet, and on a local installation the demo accounts. */
export function SignInPage({ next, demo, answer }: SignInPageProps) {
  const navigation = useNavigation();
  const errors = fieldErrors(answer);
  return (
    <DoorFrame
      title="Sign in"
      other={
        <>
          New here? <Link to={signInPath(next, '/sign-up')}>Sign up</Link>
        </>
      }
    >
      <Form method="post" className="flex flex-col gap-5" noValidate>
        <FormNote error={answer?.refusal?.message} answer={answer} />
        <input type="hidden" name="next" value={next} />
        <TextField
          label="Name or e-mail"
          name="name"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          defaultValue={answer?.values?.name}
          error={errors.name}
        />
        <TextField
          label="Password"
          name="password"
          type="password"
          autoComplete="current-password"
          required
          error={errors.password}
        />
        <Button type="submit" variant="primary" size="large" busy={navigation.formMethod === 'POST'}>
          Sign in
        </Button>
      </Form>
      <Or />
      <WalletSignIn purpose="signIn" next={next} />
      {demo && <DemoAccounts demo={demo} next={next} />}
    </DoorFrame>
  );
}
