import { Form, Link, useNavigation } from '@remix-run/react';
import { Button } from '../../ui/Button';
import { FormNote } from '../../ui/FormNote';
import { PageTitle } from '../../ui/Section';

const STEPS = [
  ['You set a price', 'Per minute, or free. Viewers see it before they watch, and it stays as long as you are live.'],
  ['They pay by the second', 'Only for seconds that reach them. No invoice, no subscription, nothing to refund.'],
  ['It is yours', 'What viewers pay is owed to you on the chain, and you withdraw it whenever you like.'],
] as const;

/** The dashboard of somebody who has not streamed yet: what it means, and one button. */
export function BecomeCreator({ problem }: { problem: string | null }) {
  const sending = useNavigation().formMethod === 'POST';
  return (
    <div className="frame">
      <div className="max-w-3xl">
        <PageTitle
          title="Become a creator"
          hint="Your account stays as it is. You get a dashboard, and a page that people can follow."
        />
        <ol className="my-10 grid gap-x-8 gap-y-6 sm:grid-cols-3">
          {STEPS.map(([title, text]) => (
            <li key={title} className="border-t pt-4">
              <h2 className="font-medium">{title}</h2>
              <p className="mt-1 text-sm text-soft">{text}</p>
            </li>
          ))}
        </ol>
        <p className="mb-8 max-w-[65ch] text-sm text-soft">
          You need a browser with a camera, a microphone or a screen to share. For streams with a price you also need a
          wallet, which receives what viewers pay; you link it when it is time.
        </p>
        <Form method="post" className="flex flex-col items-start gap-4">
          <FormNote error={problem} answer={problem} />
          <Button type="submit" variant="primary" size="large" busy={sending}>
            Become a creator
          </Button>
        </Form>
        <p className="mt-8 max-w-[65ch] text-sm text-soft">
          Does somebody share their earnings with you?{' '}
          <Link to="/dashboard/earnings" className="underline underline-offset-4 hover:text-ink">
            Withdraw your part here
          </Link>
          , without becoming a creator.
        </p>
      </div>
    </div>
  );
}
