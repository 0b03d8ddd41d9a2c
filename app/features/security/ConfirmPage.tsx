import { Trans, useLingui } from '@lingui/react/macro';
import { Form, useNavigate, useNavigation } from '@remix-run/react';
import { proofForm } from '../../../schemas/accounts';
import { says } from '../../../texts/says';
import { type FormAnswer, passwordProps, useSchemaForm } from '../../lib/form';
import { useHydrated } from '../../lib/hydrated';
import { useMe } from '../../lib/me';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { FormNote } from '../../ui/FormNote';
import { Or } from '../../ui/Or';
import { DoorFrame } from '../../ui/DoorFrame';
import { WalletProof, WHY_PROOF } from './ProofForm';

const NOT_DONE = says('Some of this needs another look. Nothing was done yet.');

/** Fields of a form that waits for the proof. */
export type Carried = [name: string, value: string][];

interface ConfirmPageProps {
  next: string;
  carried: Carried;
  answer: FormAnswer | undefined;
}

/** The same question as a page of its own: it leads back, with the form that was to be sent. */
export function ConfirmPage({ next, carried, answer }: ConfirmPageProps) {
  const { t } = useLingui();
  const me = useMe();
  const navigate = useNavigate();
  const hydrated = useHydrated();
  return (
    <DoorFrame title={t`Is it you?`} other={t(WHY_PROOF)}>
      {me?.hasPassword && <ConfirmForm next={next} carried={carried} answer={answer} />}
      {hydrated && me?.hasPassword && me.hasWallet && <Or />}
      {hydrated && me?.hasWallet && <WalletProof onProven={() => void navigate(next, { replace: true })} />}
      {!hydrated && !me?.hasPassword && (
        <p className="text-sm text-soft">
          <Trans>This account has no password, and a wallet signs only where scripts run.</Trans>
        </p>
      )}
    </DoorFrame>
  );
}

/**
 * The password beside what waits for it. Sent as a whole, so that the waiting form goes on by
 * itself.
 */
export function ConfirmForm({ next, carried, answer }: ConfirmPageProps) {
  const { t } = useLingui();
  const { form, fields, note } = useSchemaForm({ schema: proofForm, answer, lookAgain: NOT_DONE });
  const busy = useNavigation().formAction === '/confirm';
  return (
    <Form method="post" action="/confirm" reloadDocument={carried.length > 0} {...form} className="flex flex-col gap-5">
      <input type="hidden" name="next" value={next} />
      {carried.map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <FormNote {...note} />
      <TextField label={t`Your password`} {...passwordProps(fields.proof)} autoComplete="current-password" />
      <Button type="submit" variant="primary" size="large" busy={busy}>
        <Trans>Go on</Trans>
      </Button>
    </Form>
  );
}
