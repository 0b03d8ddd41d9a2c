import { Form, Link, useNavigation } from '@remix-run/react';
import { type FormAnswer, fieldErrors } from '../../lib/answer';
import { signInPath } from '../../lib/safe-next';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { FormNote } from '../../ui/FormNote';
import { WalletSignIn } from '../wallet/WalletSignIn';
import { DoorFrame, Or } from './DoorFrame';

interface SignUpPageProps {
  next: string;
  answer: FormAnswer<{ handle: string; displayName: string; email: string }> | undefined;
}

/** A new account: a name and a password, or a wallet. */
export function SignUpPage({ next, answer }: SignUpPageProps) {
  const navigation = useNavigation();
  const errors = fieldErrors(answer);
  const typed = answer?.values;
  return (
    <DoorFrame
      title="Sign up"
      other={
        <>
          Have an account? <Link to={signInPath(next)}>Sign in</Link>
        </>
      }
    >
      <Form method="post" className="flex flex-col gap-5" noValidate>
        <FormNote error={answer?.refusal?.message} answer={answer} />
        <input type="hidden" name="next" value={next} />
        <TextField
          label="Name"
          name="handle"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          maxLength={25}
          hint="Your address here, such as /@mira: 3 to 24 letters, digits or underscores."
          defaultValue={typed?.handle}
          error={errors.handle}
        />
        <TextField
          label="Display name"
          name="displayName"
          optional
          autoComplete="name"
          maxLength={50}
          hint="What people see. Without it, your name."
          defaultValue={typed?.displayName}
          error={errors.displayName}
        />
        <TextField
          label="Password"
          name="password"
          type="password"
          autoComplete="new-password"
          required
          hint="At least 10 characters. A few words that only you would put together are best."
          error={errors.password}
        />
        <TextField
          label="E-mail"
          name="email"
          type="email"
          optional
          autoComplete="email"
          hint="Nobody else sees it. You can sign in with it instead of your name."
          defaultValue={typed?.email}
          error={errors.email}
        />
        <Button type="submit" variant="primary" size="large" busy={navigation.formMethod === 'POST'}>
          Create account
        </Button>
      </Form>
      <Or />
      <WalletSignIn purpose="signIn" next={next} />
    </DoorFrame>
  );
}
