import { Form, Link } from '@remix-run/react';
import { CHOSEN_KINDS, type ChosenKind } from '../../../schemas/notifications';
import { type Answers } from '../../lib/api';
import { Button } from '../../ui/Button';
import { FormNote } from '../../ui/FormNote';
import { Section } from '../../ui/Section';
import { PushSwitch } from './PushSwitch';

type NoticeSettings = Answers['notifications']['choices'];

const KINDS: Record<ChosenKind, string> = {
  wentLive: 'Somebody you follow goes live',
  scheduled: 'They plan a stream',
  reminder: 'A planned stream begins in 15 minutes',
  mention: 'Somebody names you in a chat',
  newFollower: 'Somebody follows you',
  moderation: 'A moderator decides about you',
};

const WAYS = [
  ['bell', 'Bell'],
  ['push', 'Push'],
  ['mail', 'E-mail'],
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
  const { choices, mail, push } = settings;
  const mails = mail.on && mail.confirmed;
  return (
    <Section
      id="notices"
      title="How you are told"
      hint="Nothing is told twice, and nothing about streams that you may not see."
    >
      <div className="flex flex-col gap-8">
        <Form method="post" className="flex flex-col gap-5">
          <input type="hidden" name="form" value="notices" />
          <table className="w-full text-sm">
            <caption className="sr-only">By which ways you are told of what</caption>
            <thead>
              <tr className="border-b text-xs text-soft">
                <th scope="col" className="py-2 text-start font-medium">
                  What
                </th>
                {WAYS.map(([way, label]) => (
                  <th key={way} scope="col" className="w-14 py-2 text-center font-medium sm:w-20">
                    {label}
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
                      {KINDS[kind]}
                    </th>
                    {WAYS.map(([way, label]) => (
                      <td key={way} className="text-center">
                        <label className="inline-grid size-10 cursor-pointer place-items-center">
                          <span className="sr-only">
                            {KINDS[kind]}: {label}
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
            Save choices
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
  if (!mail.on) return <p className="text-sm text-soft">This site sends no mail.</p>;
  if (mail.address === null) {
    return (
      <p className="text-sm text-soft">
        To be told by mail,{' '}
        <Link to="#account" className="text-ink underline underline-offset-4">
          add your e-mail address
        </Link>{' '}
        first.
      </p>
    );
  }
  return (
    <Form method="post" className="flex flex-col items-start gap-3">
      <input type="hidden" name="form" value="resendConfirmation" />
      <p className="text-sm">
        <span className="font-medium">Your address is not confirmed yet.</span>{' '}
        <span className="text-soft">
          Open the link in the mail that went to {mail.address}. Until then no other mail goes there.
        </span>
      </p>
      <FormNote error={resent?.refusal?.message} done={resent?.done} answer={resent} />
      <Button type="submit" size="small">
        Send the mail again
      </Button>
    </Form>
  );
}
