import { Trans, useLingui } from '@lingui/react/macro';
import { Form } from '@remix-run/react';
import { type Answers } from '../../lib/api';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { When } from '../../ui/When';
import { Hidden, PersonName, Quote, Row } from './parts';

interface AppealListProps {
  appeals: Answers['moderation']['overview']['appeals'];
  /** Whose answer it waits for; null: the site's. */
  channelId: string | null;
}

/** What people who are kept out have to say, and the answer to it. */
export function AppealList({ appeals, channelId }: AppealListProps) {
  const { t } = useLingui();
  if (appeals.length === 0)
    return (
      <p className="text-sm text-soft">
        <Trans>Nobody waits for an answer.</Trans>
      </p>
    );
  const form: Record<string, string> = channelId ? { form: 'answer', channelId } : { form: 'answerSite' };
  return (
    <ul className="border-b">
      {appeals.map(({ restrictionId, person, text, createdAt, ban }) => {
        const name = person.displayName;
        return (
          <Row
            key={restrictionId}
            head={<PersonName person={person} />}
            actions={
              <Form method="post" preventScrollReset className="flex w-full flex-wrap items-end gap-2 sm:w-auto">
                <Hidden fields={{ ...form, id: restrictionId }} />
                <TextField label={t`Your answer`} optional name="answer" maxLength={500} className="grow" />
                <Button type="submit" name="accept" value="yes" aria-label={t`Let in again ${name}`}>
                  <Trans>Let in again</Trans>
                </Button>
                <Button
                  type="submit"
                  name="accept"
                  value="no"
                  aria-label={channelId ? t`Keep the ban of ${name}` : t`Keep the suspension of ${name}`}
                >
                  {channelId ? <Trans>Keep the ban</Trans> : <Trans>Keep the suspension</Trans>}
                </Button>
              </Form>
            }
          >
            <Quote>{text}</Quote>
            <p className="text-xs">
              <When at={createdAt} relative /> ·{' '}
              {channelId ? (
                <Trans>
                  banned <When at={ban.createdAt} style="day" relative />
                </Trans>
              ) : (
                <Trans>
                  suspended <When at={ban.createdAt} style="day" relative />
                </Trans>
              )}
              {ban.reason && (
                <>
                  : <bdi>{ban.reason}</bdi>
                </>
              )}
            </p>
          </Row>
        );
      })}
    </ul>
  );
}
