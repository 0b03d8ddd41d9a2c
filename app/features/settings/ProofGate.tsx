import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigation, useSubmit } from '@remix-run/react';
import { useEffect, useRef, useState } from 'react';
import { typedOf } from '../../lib/form';
import { useHydrated } from '../../lib/hydrated';
import { Notice } from '../../ui/Notice';
import { type Carried, ConfirmForm } from '../security/ConfirmPage';
import { ProofDialog } from '../security/ProofDialog';
import { useMe } from '../../lib/me';
import { type SettingsAnswer } from './SettingsPage';

/**
 * When a form waits for a proof of who sends it: asks for it in a dialog, or without scripts in the
 * page, and sends the form again.
 */
export function ProofGate({ answer }: { answer: SettingsAnswer | undefined }) {
  const submit = useSubmit();
  const { formData } = useNavigation();
  const hydrated = useHydrated();
  const sent = useRef<FormData>(undefined);
  const [settled, setSettled] = useState<SettingsAnswer>();
  useEffect(() => {
    if (formData) sent.current = formData;
  }, [formData]);
  if (answer?.refusal?.code !== 'proofNeeded') return null;
  const carried: Carried = [['form', answer.form], ...typedOf(answer.result)];
  if (!hydrated) return <WithoutScripts carried={carried} />;
  const sendAgain = () => {
    setSettled(answer);
    submit(sent.current ?? Object.fromEntries(carried), { method: 'post' });
  };
  return <ProofDialog open={settled !== answer} onClose={() => setSettled(answer)} onProven={sendAgain} />;
}

function WithoutScripts({ carried }: { carried: Carried }) {
  const { t } = useLingui();
  const hasPassword = useMe()?.hasPassword;
  return (
    <noscript>
      <Notice title={t`Is it you?`} tone="warning" className="mt-6 max-w-3xl">
        {hasPassword ? (
          <>
            <p className="mb-4">
              <Trans>
                Type your password to go on with what you wanted: somebody who found your browser open could ask for it,
                too.
              </Trans>
            </p>
            <ConfirmForm next="/settings" carried={carried} answer={undefined} />
          </>
        ) : (
          t`This account has no password, and a wallet signs only where scripts run.`
        )}
      </Notice>
    </noscript>
  );
}
