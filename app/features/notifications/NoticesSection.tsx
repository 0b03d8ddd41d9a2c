import { type MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, Link } from '@remix-run/react';
import { CHOSEN_KINDS, type ChosenKind } from '../../../schemas/notifications';
import { type Answers } from '../../lib/api';
import { Button } from '../../ui/Button';
import { FormNote } from '../../ui/FormNote';
import { Section } from '../../ui/Section';
import { PushSwitch } from './PushSwitch';

type NoticeSettings = Answers['notifications']['choices'];

const KINDS: Record<ChosenKind, MessageDescriptor> = {
  wentLive: msg`Somebody you follow goes live`,
  scheduled: msg`They plan a stream`,
  reminder: msg`A planned stream begins in 15 minutes`,
  mention: msg`Somebody names you in a chat`,
  newFollower: msg`Somebody follows you`,
  moderation: msg`A moderator decides about you`,
};

const WAYS = [
  ['bell', msg`Bell`],
  ['push', msg`Push`],
  ['mail', msg`E-mail`],
] as const;

interface NoticesSectionProps {
  settings: NoticeSettings;
  answer: { done: string | null; refusal: { message: string } | null } | undefined;
  busy: boolean;
  /** The answer to the form that asks for another mail. */
  resent: NoticesSectionProps['answer'];
}

/** By which ways one is told of what. */
export function NoticesSection({ settings, answer, busy, resent }: NoticesSectionProps) {
  const { t } = useLingui();
  const { choices, mail, push } = settings;
  const mails = mail.on && mail.confirmed;
  return (
    <Section
      id="notices"
      title={t`How you are told`}
      hint={t`Nothing is told twice, and nothing about streams that you may not see.`}
    >
      <div className="flex flex-col gap-8">
        <Form method="post" className="flex flex-col gap-5">
          <input type="hidden" name="form" value="notices" />
          <table className="w-full text-sm">
            <caption className="sr-only">
              <Trans>By which ways you are told of what</Trans>
            </caption>
            <thead>
              <tr className="border-b text-xs text-soft">
                <th scope="col" className="py-2 text-start font-medium">
                  <Trans>What</Trans>
                </th>
                {WAYS.map(([way, label]) => (
                  <th key={way} scope="col" className="w-14 py-2 text-center font-medium sm:w-20">
                    {t(label)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {CHOSEN_KINDS.map((kind) => {
                const chosen = choices.find((choice) => choice.kind === kind);
                return (
                  <tr key={kind} className="border-b">
                    <th scope="row" className="py-2 pe-3 text-start font-normal">
                      {t(KINDS[kind])}
                    </th>
                    {WAYS.map(([way, label]) => (
                      <td key={way} className="text-center">
                        <label className="inline-grid size-10 cursor-pointer place-items-center">
                          <span className="sr-only">
                            {t(KINDS[kind])}: {t(label)}
                          </span>
                          <input
                            type="checkbox"
                            name={`${kind}.${way}`}
                            defaultChecked={chosen?.[way] ?? false}
                            className="size-4.5 cursor-pointer accent-accent-edge"
                          />
                        </label>
                      </td>
                    ))}
                  </tr>
                );
              })}
            </tbody>
          </table>
          <FormNote error={answer?.refusal?.message} done={answer?.done} answer={answer} />
          <Button type="submit" busy={busy} className="self-start">
            <Trans>Save choices</Trans>
          </Button>
        </Form>
        <PushSwitch pushKey={push.key} />
        {!mails && <MailNote mail={mail} resent={resent} />}
      </div>
    </Section>
  );
}

/** Why no mail comes, and what to do about it. */
function MailNote({ mail, resent }: { mail: NoticeSettings['mail']; resent: NoticesSectionProps['answer'] }) {
  const { address } = mail;
  if (!mail.on)
    return (
      <p className="text-sm text-soft">
        <Trans>This site sends no mail.</Trans>
      </p>
    );
  if (address === null) {
    return (
      <p className="text-sm text-soft">
        <Trans>
          To be told by mail,{' '}
          <Link to="#account" className="text-ink underline underline-offset-4">
            add your e-mail address
          </Link>{' '}
          first.
        </Trans>
      </p>
    );
  }
  return (
    <Form method="post" className="flex flex-col items-start gap-3">
      <input type="hidden" name="form" value="resendConfirmation" />
      <p className="text-sm">
        <span className="font-medium">
          <Trans>Your address is not confirmed yet.</Trans>
        </span>{' '}
        <span className="text-soft">
          <Trans>
            Open the link in the mail that went to <bdi>{address}</bdi>. Until then no other mail goes there.
          </Trans>
        </span>
      </p>
      <FormNote error={resent?.refusal?.message} done={resent?.done} answer={resent} />
      <Button type="submit" size="small">
        <Trans>Send the mail again</Trans>
      </Button>
    </Form>
  );
}
