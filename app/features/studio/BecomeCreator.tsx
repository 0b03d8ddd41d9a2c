import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, Link, useNavigation } from '@remix-run/react';
import { Button } from '../../ui/Button';
import { FormNote } from '../../ui/FormNote';
import { PageTitle } from '../../ui/Section';

const STEPS = [
  [
    msg`You set a price`,
    msg`Per minute, or free. Viewers see it before they watch, and it stays as long as you are live.`,
  ],
  [msg`They pay by the second`, msg`Only for seconds that reach them. No invoice, no subscription, nothing to refund.`],
  [msg`It is yours`, msg`What viewers pay is owed to you on the chain, and you withdraw it whenever you like.`],
] as const;

/** The dashboard of somebody who has not streamed yet: what it means, and one button. */
export function BecomeCreator({ problem }: { problem: string | null }) {
  const { t } = useLingui();
  const sending = useNavigation().formMethod === 'POST';
  return (
    <div className="frame">
      <div className="max-w-3xl">
        <PageTitle
          title={t`Become a creator`}
          hint={t`Your account stays as it is. You get a dashboard, and a page that people can follow.`}
        />
        <ol className="my-10 grid gap-x-8 gap-y-6 sm:grid-cols-3">
          {STEPS.map(([title, text]) => (
            <li key={title.id} className="border-t pt-4">
              <h2 className="font-medium">{t(title)}</h2>
              <p className="mt-1 text-sm text-soft">{t(text)}</p>
            </li>
          ))}
        </ol>
        <p className="mb-8 max-w-[65ch] text-sm text-soft">
          <Trans>
            You need a browser with a camera, a microphone or a screen to share. For streams with a price you also need
            a wallet, which receives what viewers pay; you link it when it is time.
          </Trans>
        </p>
        <Form method="post" className="flex flex-col items-start gap-4">
          <FormNote error={problem} answer={problem} />
          <Button type="submit" variant="primary" size="large" busy={sending}>
            <Trans>Become a creator</Trans>
          </Button>
        </Form>
        <p className="mt-8 max-w-[65ch] text-sm text-soft">
          <Trans>
            Does somebody share their earnings with you?{' '}
            <Link to="/dashboard/earnings" className="underline underline-offset-4 hover:text-ink">
              Withdraw your part here
            </Link>
            , without becoming a creator.
          </Trans>
        </p>
      </div>
    </div>
  );
}
