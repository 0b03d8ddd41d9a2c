import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { proofForm } from '../../../schemas/accounts';
import { apiClient } from '../../lib/api-client';
import { passwordProps, useSchemaForm } from '../../lib/form';
import { useMe } from '../../lib/me';
import { useSay } from '../../lib/texts';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { Or } from '../../ui/Or';
import { readRefusal } from '../../lib/page-refusal';
import { useWalletSignature } from '../signing/useWalletSignature';
import { WalletSteps } from '../signing/WalletSteps';

/** Why somebody who is signed in is asked once more. */
export const WHY_PROOF = msg`This changes who can get into your account, or who is paid. Somebody who found your browser open could do it too, so prove first that it is you. It holds for five minutes, here.`;

/** The password, or the signature of a linked wallet. */
export function ProofForm({ onProven }: { onProven: () => void }) {
  const me = useMe();
  return (
    <div className="mt-5 flex flex-col gap-5">
      {me?.hasPassword && <PasswordProof handle={me.handle} onProven={onProven} />}
      {me?.hasPassword && me.hasWallet && <Or />}
      {me?.hasWallet && <WalletProof onProven={onProven} />}
    </div>
  );
}

function PasswordProof({ handle, onProven }: { handle: string; onProven: () => void }) {
  const { t } = useLingui();
  const [busy, setBusy] = useState(false);
  const { form, fields, note } = useSchemaForm({
    schema: proofForm,
    async send({ proof }) {
      setBusy(true);
      try {
        await apiClient().trpc.security.prove.mutate({ password: proof });
        onProven();
        return null;
      } catch (problem) {
        return readRefusal(problem);
      } finally {
        setBusy(false);
      }
    },
  });
  return (
    <form {...form} className="flex flex-col gap-4">
      <input type="text" name="username" autoComplete="username" value={handle} readOnly hidden />
      <TextField
        label={t`Your password`}
        {...passwordProps(fields.proof)}
        error={fields.proof.errors?.[0] ?? note.error ?? undefined}
        autoComplete="current-password"
      />
      <Button type="submit" variant="primary" size="large" busy={busy}>
        <Trans>Go on</Trans>
      </Button>
    </form>
  );
}

/** The way through a wallet that is linked already. */
export function WalletProof({ onProven }: { onProven: () => void }) {
  const { t } = useLingui();
  const say = useSay();
  const [open, setOpen] = useState(false);
  const wallet = useWalletSignature('confirm', onProven);
  if (!open) {
    const start = () => {
      setOpen(true);
      void wallet.start();
    };
    return (
      <Button size="large" onClick={start}>
        <Trans>Sign with a linked wallet</Trans>
      </Button>
    );
  }
  return (
    <div>
      {wallet.error && (
        <p role="alert" className="mb-4 rounded-base border border-danger px-3.5 py-3 text-sm text-danger">
          {say(wallet.error)}
        </p>
      )}
      <WalletSteps {...wallet} signLabel={t`Sign and go on`} />
    </div>
  );
}
