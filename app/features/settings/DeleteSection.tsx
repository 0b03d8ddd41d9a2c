import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form } from '@remix-run/react';
import { deleteInput } from '../../../schemas/accounts';
import { type Settings } from '../../lib/api';
import { fieldProps, passwordProps, useSchemaForm } from '../../lib/form';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { FormNote } from '../../ui/FormNote';
import { Section } from '../../ui/Section';
import { type FormState } from './SettingsPage';

const NOT_DELETED = msg`Some of this needs another look. Nothing was deleted.`;

/** Leaving, with what goes and what is kept. The name must be typed: that is the second thought. */
export function DeleteSection({ settings: { account }, answer, busy }: { settings: Settings } & FormState) {
  const { t } = useLingui();
  const { form, fields, note } = useSchemaForm({ schema: deleteInput, answer, lookAgain: t(NOT_DELETED) });
  return (
    <Section id="delete" title={t`Delete account`}>
      <div className="max-w-[65ch] space-y-3 text-sm text-soft">
        <p>
          <Trans>
            <span className="font-medium text-ink">Gone at once:</span> your page, e-mail address, password, wallets,
            sessions, follows and followers, and the words of your chat messages and tips. Your name becomes free for
            others.
          </Trans>
        </p>
        <p>
          <Trans>
            <span className="font-medium text-ink">Kept, without your name:</span> what was paid and to whom, and the
            titles of ended streams, because the other side’s accounts must still add up; and the record of who did
            what, in case somebody has to answer for it.
          </Trans>
        </p>
        <p>
          <Trans>
            <span className="font-medium text-ink">Your money</span> is not touched: what is in your purse and in your
            wallet stays yours, on the chain.
          </Trans>
        </p>
      </div>
      <details className="group mt-5" open={answer ? true : undefined}>
        <summary className="inline-flex h-10 list-none items-center rounded-base border border-edge px-4 text-sm font-medium text-danger transition-colors group-open:hidden hover:bg-hover [&::-webkit-details-marker]:hidden">
          <Trans>Delete account</Trans>
        </summary>
        <Form method="post" {...form} className="flex flex-col gap-5">
          <input type="hidden" name="form" value="delete" />
          <FormNote {...note} />
          <TextField
            label={t`Type your name, ${account.handle}, to confirm`}
            {...fieldProps(fields.handle)}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
          />
          {account.hasPassword && (
            <TextField
              label={t`Your password`}
              {...passwordProps(fields.password)}
              optional={false}
              autoComplete="current-password"
              required={!account.hasWallet}
              hint={account.hasWallet && t`Lost it? Leave it empty: a linked wallet can prove that it is you.`}
            />
          )}
          <Button type="submit" variant="danger" busy={busy} className="self-start">
            <Trans>Delete my account</Trans>
          </Button>
        </Form>
      </details>
    </Section>
  );
}
