import { Trans, useLingui } from '@lingui/react/macro';
import { Form, Link, useNavigation } from '@remix-run/react';
import { askForResetInput, resetInput } from '../../../schemas/notifications';
import { fieldProps, type FormAnswer, passwordProps, useSchemaForm } from '../../lib/form';
import { Button, ButtonLink } from '../../ui/Button';
import { DoorFrame } from '../../ui/DoorFrame';
import { TextField } from '../../ui/Field';
import { FormNote } from '../../ui/FormNote';

interface ResetPageProps {
  /** Whether this site sends mail at all. */
  mails: boolean;
  /** What the link of a mail says, or what is wrong with it; null for who came without one. */
  link: { token: string; handle: string } | { problem: string } | null;
  answer: FormAnswer | undefined;
}

const back = (
  <>
    <Trans>
      Remembered it? <Link to="/sign-in">Sign in</Link>
    </Trans>
  </>
);

/** For who has forgotten their password: asks for the address, or for the new password. */
export function ResetPage({ mails, link, answer }: ResetPageProps) {
  const { t } = useLingui();
  if (link && 'token' in link) return <NewPassword link={link} answer={answer} />;
  if (!mails) {
    return (
      <DoorFrame title={t`Forgot your password?`} other={back}>
        <p className="text-sm">
          <Trans>
            This site sends no mail, so it cannot send you a link. If a wallet is linked to your account, sign in by it
            and choose a new password in the settings.
          </Trans>
        </p>
      </DoorFrame>
    );
  }
  return <AskForReset problem={link?.problem ?? null} answer={answer} />;
}

function AskForReset({ problem, answer }: { problem: string | null; answer: FormAnswer | undefined }) {
  const { t } = useLingui();
  const navigation = useNavigation();
  const { form, fields, note } = useSchemaForm({ schema: askForResetInput, answer });
  return (
    <DoorFrame title={t`Forgot your password?`} other={back}>
      {answer?.done ? (
        <div role="status" className="flex flex-col gap-3 text-sm">
          <p>{answer.done}</p>
          <p className="text-soft">
            <Trans>
              Nothing came? Look among the unwanted mails. A link is only sent to an address that was confirmed, of an
              account that has a password. By a linked wallet you can sign in without one.
            </Trans>
          </p>
        </div>
      ) : (
        <Form method="post" action="/reset" {...form} className="flex flex-col gap-5">
          <FormNote {...note} error={note.error ?? problem} />
          <input type="hidden" name="do" value="ask" />
          <TextField
            label={t`Your e-mail address`}
            {...fieldProps(fields.email)}
            type="email"
            autoComplete="email"
            hint={t`We send a link by which you choose a new password.`}
          />
          <Button type="submit" variant="primary" size="large" busy={navigation.formMethod === 'POST'}>
            <Trans>Send the link</Trans>
          </Button>
        </Form>
      )}
    </DoorFrame>
  );
}

function NewPassword({ link, answer }: { link: { token: string; handle: string }; answer: FormAnswer | undefined }) {
  const { t } = useLingui();
  const navigation = useNavigation();
  const { form, fields, note } = useSchemaForm({ schema: resetInput, answer });
  return (
    <DoorFrame title={t`Choose a new password`} other={t`For @${link.handle}. All browsers are signed out by it.`}>
      <Form method="post" {...form} className="flex flex-col gap-5">
        <FormNote {...note} />
        <input type="hidden" name="token" value={link.token} />
        <input type="text" name="username" autoComplete="username" value={link.handle} readOnly hidden />
        <TextField
          label={t`New password`}
          {...passwordProps(fields.password)}
          autoComplete="new-password"
          hint={t`At least 10 characters. Three words make a good one.`}
        />
        <Button type="submit" variant="primary" size="large" busy={navigation.formMethod === 'POST'}>
          <Trans>Set the password</Trans>
        </Button>
      </Form>
    </DoorFrame>
  );
}

/** An address is confirmed by a button: programs that look into mails open every link. */
export function ConfirmEmailPage({
  token,
  answer,
}: {
  token: string;
  answer: { done: boolean; problem: string | null } | undefined;
}) {
  const { t } = useLingui();
  const busy = useNavigation().formMethod === 'POST';
  if (answer?.done) {
    return (
      <DoorFrame title={t`Your address is confirmed`} other={t`You can be told by mail now, and get back in by it.`}>
        <ButtonLink to="/settings#notices">
          <Trans>Choose how you are told</Trans>
        </ButtonLink>
      </DoorFrame>
    );
  }
  return (
    <DoorFrame title={t`Confirm your address`} other={t`It is yours, and mails for your account may go there.`}>
      <Form method="post" className="flex flex-col gap-5">
        <FormNote error={answer?.problem} answer={answer} />
        <input type="hidden" name="token" value={token} />
        <Button type="submit" variant="primary" size="large" busy={busy}>
          <Trans>Confirm this address</Trans>
        </Button>
      </Form>
    </DoorFrame>
  );
}

/** Mails of a kind are ended by a button, without signing in. */
export function UnsubscribePage({ answer }: { answer: { done: boolean; problem: string | null } | undefined }) {
  const { t } = useLingui();
  const busy = useNavigation().formMethod === 'POST';
  if (answer?.done) {
    return (
      <DoorFrame title={t`You get no more of these mails`} other={t`Everything else stays as it is.`}>
        <ButtonLink to="/settings#notices">
          <Trans>Choose how you are told</Trans>
        </ButtonLink>
      </DoorFrame>
    );
  }
  return (
    <DoorFrame title={t`Unsubscribe`} other={t`From mails of this kind. You need not sign in.`}>
      <Form method="post" className="flex flex-col gap-5">
        <FormNote error={answer?.problem} answer={answer} />
        <Button type="submit" variant="primary" size="large" busy={busy}>
          <Trans>Send me no more of these mails</Trans>
        </Button>
      </Form>
    </DoorFrame>
  );
}
