import { Trans, useLingui } from '@lingui/react/macro';
import { Form } from '@remix-run/react';
import { type Settings } from '../../lib/api';
import { deviceName } from '../../lib/device-name';
import { Badge } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { FormNote } from '../../ui/FormNote';
import { Section } from '../../ui/Section';
import { When } from '../../ui/When';
import { type FormState } from './SettingsPage';

/** Where one is signed in, and the way to end that. */
export function SessionsSection({
  settings: { sessions },
  one,
  others,
}: {
  settings: Settings;
  one: FormState;
  others: FormState;
}) {
  const { t, i18n } = useLingui();
  const answer = one.answer ?? others.answer;
  const devices = sessions.map((session) => ({ session, device: deviceName(session.userAgent, i18n) }));
  return (
    <Section
      id="sessions"
      title={t`Signed in on`}
      hint={t`If you do not know one of these, sign it out and change your password.`}
    >
      <ul className="mb-5 border-b">
        {devices.map(({ device, session }) => (
          <li key={session.id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-t py-4">
            <div className="min-w-0 text-sm">
              <p className="flex flex-wrap items-center gap-2 font-medium">
                {device}
                {session.current && (
                  <Badge>
                    <Trans>This browser</Trans>
                  </Badge>
                )}
              </p>
              <p className="mt-0.5 text-xs text-soft">
                {session.ipAddress && <>{session.ipAddress} · </>}
                <Trans>
                  signed in <When at={session.createdAt} style="day" relative /> · last seen{' '}
                  <When at={session.lastSeenAt} style="dayTime" relative />
                </Trans>
              </p>
            </div>
            {!session.current && (
              <Form method="post">
                <input type="hidden" name="form" value="endSession" />
                <input type="hidden" name="id" value={session.id} />
                <Button type="submit" size="small" aria-label={t`Sign out ${device}`}>
                  <Trans>Sign out</Trans>
                </Button>
              </Form>
            )}
          </li>
        ))}
      </ul>
      <Form method="post" className="flex flex-col items-start gap-4">
        <FormNote error={answer?.refusal?.message} done={answer?.done} answer={answer} />
        <input type="hidden" name="form" value="endOtherSessions" />
        {sessions.length > 1 && (
          <Button type="submit" busy={others.busy}>
            <Trans>Sign out all other browsers</Trans>
          </Button>
        )}
      </Form>
      <Form method="post" action="/sign-out" className="mt-3">
        <Button type="submit" variant="quiet" className="-ms-4">
          <Trans>Sign out here</Trans>
        </Button>
      </Form>
    </Section>
  );
}
