import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigation, useSubmit } from '@remix-run/react';
import { useEffect, useRef, useState } from 'react';
import { type FormAnswer, typedOf } from '../../lib/form';
import { useHydrated } from '../../lib/hydrated';
import { Notice } from '../../ui/Notice';
import { useMe } from '../../lib/me';
import { type Carried, ConfirmForm } from './ConfirmPage';
import { ProofDialog } from './ProofDialog';

/** What a form of a page with several was answered: which one it was, and what became of it. */
type NamedAnswer = FormAnswer & { form: string };

/**
 * When a form of the page at `next` waits for a proof of who sends it: asks for it in a dialog, or
 * without scripts in the page, and sends the form again.
 */
export function ProofGate({ answer, next }: { answer: NamedAnswer | undefined; next: string }) {
  const submit = useSubmit();
  const { formData } = useNavigation();
  const hydrated = useHydrated();
  const sent = useRef<FormData>(undefined);
  const [settled, setSettled] = useState<NamedAnswer>();
  useEffect(() => {
    if (formData) sent.current = formData;
  }, [formData]);
  if (answer?.refusal?.code !== 'proofNeeded') return null;
  const carried: Carried = [['form', answer.form], ...typedOf(answer.result)];
  if (!hydrated) return <WithoutScripts carried={carried} next={next} />;
  const sendAgain = () => {
    setSettled(answer);
    submit(sent.current ?? Object.fromEntries(carried), { method: 'post' });
  };
  return <ProofDialog open={settled !== answer} onClose={() => setSettled(answer)} onProven={sendAgain} />;
}

function WithoutScripts({ carried, next }: { carried: Carried; next: string }) {
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
            <ConfirmForm next={next} carried={carried} answer={undefined} />
          </>
        ) : (
          t`This account has no password, and a wallet signs only where scripts run.`
        )}
      </Notice>
    </noscript>
  );
}
