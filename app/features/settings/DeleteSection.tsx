import { Form } from '@remix-run/react';
import { type Settings } from '../../lib/api';
import { fieldErrors } from '../../lib/answer';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { FormNote } from '../../ui/FormNote';
import { Section } from '../../ui/Section';
import { type FormState } from './SettingsPage';

/** Leaving, with what goes and what is kept. The name must be typed: that is the second thought. */
export function DeleteSection({ settings: { account }, answer, busy }: { settings: Settings } & FormState) {
  const errors = fieldErrors(answer);
  return (
    <Section id="delete" title="Delete account">
      <div className="max-w-[65ch] space-y-3 text-sm text-soft">
        <p>
          <span className="font-medium text-ink">Gone at once:</span> your page, e-mail address, password, wallets,
          sessions, follows and followers, and the words of your chat messages and tips. Your name becomes free for
          others.
        </p>
        <p>
          <span className="font-medium text-ink">Kept, without your name:</span> what was paid and to whom, and the
          titles of ended streams, because the other side’s accounts must still add up; and the record of who did what,
          in case somebody has to answer for it.
        </p>
        <p>
          <span className="font-medium text-ink">Your money</span> is not touched: what is in your purse and in your
          wallet stays yours, on the chain.
        </p>
      </div>
      <details className="group mt-5" open={answer ? true : undefined}>
        <summary className="inline-flex h-10 list-none items-center rounded-base border border-edge px-4 text-sm font-medium text-danger transition-colors group-open:hidden hover:bg-hover [&::-webkit-details-marker]:hidden">
          Delete account
        </summary>
        <Form method="post" className="flex flex-col gap-5" noValidate>
          <input type="hidden" name="form" value="delete" />
          <FormNote error={answer?.refusal?.message} answer={answer} />
          <TextField
            label={`Type your name, ${account.handle}, to confirm`}
            name="handle"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            required
            error={errors.handle}
          />
          {account.hasPassword && (
            <TextField
              label="Your password"
              name="password"
              type="password"
              autoComplete="current-password"
              required
              error={errors.password ?? errors.current}
            />
          )}
          <Button type="submit" variant="danger" busy={busy} className="self-start">
            Delete my account
          </Button>
        </Form>
      </details>
    </Section>
  );
}
