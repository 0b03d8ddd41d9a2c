import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Link, useSearchParams } from '@remix-run/react';
import { type Answers } from '../../lib/api';
import { EmptyState } from '../../ui/EmptyState';
import { When } from '../../ui/When';
import { DeedButton, Quote } from './parts';
import { deedWords } from './words';

type Log = Answers['moderation']['log'];

/** What was done, newest first: who, what, to whom and why. */
export function LogList({ log, channelId }: { log: Log; channelId: string | null }) {
  const { t } = useLingui();
  const [search] = useSearchParams();
  if (log.lines.length === 0)
    return (
      <EmptyState title={t`Nothing was done yet.`} className="border-t-0">
        <Trans>
          Every ban, timeout, message that was taken out and change of a rule will stand here, with who did it and why.
        </Trans>
      </EmptyState>
    );
  const older = new URLSearchParams(search);
  if (log.older) older.set('before', log.older);
  return (
    <div className="py-6">
      <ol>
        {log.lines.map((line) => (
          <li
            key={line.id}
            className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 border-b py-3 text-sm first:border-t"
          >
            <div className="min-w-0 grow basis-64">
              <p>
                <DeedLine line={line} />
                {line.messages > 1 && <Messages amount={line.messages} />}
                {line.until && (
                  <span className="text-soft">
                    {' '}
                    <Trans>
                      · until <When at={line.until} />
                    </Trans>
                  </span>
                )}
              </p>
              {line.about && <Quote>{line.about}</Quote>}
              {line.reason && (
                <p dir="auto" className="mt-0.5 text-soft">
                  {line.reason}
                </p>
              )}
              <p className="mt-0.5 text-xs text-soft">
                <When at={line.at} relative />
              </p>
            </div>
            {channelId && <Undo line={line} channelId={channelId} />}
          </li>
        ))}
      </ol>
      {log.older && (
        <p className="mt-6">
          <Link to={`?${older.toString()}`} className="text-sm underline underline-offset-4">
            <Trans>Older</Trans>
          </Link>
        </p>
      )}
    </div>
  );
}

/** Who did what to whom: each language says in its own way how they stand together. */
function DeedLine({ line }: { line: Log['lines'][number] }) {
  const { t, i18n } = useLingui();
  const actor = line.actor?.displayName ?? t`The site`;
  const deed = deedWords(line, i18n);
  if (!line.person)
    return (
      // eslint-disable-next-line lingui/no-single-variables-to-translate -- a colon in Arabic
      <Trans>
        <bdi className="font-medium">{actor}</bdi> <span className="text-soft">{deed}</span>
      </Trans>
    );
  const { handle, displayName } = line.person;
  return (
    // eslint-disable-next-line lingui/no-single-variables-to-translate -- a colon in Arabic
    <Trans>
      <bdi className="font-medium">{actor}</bdi> <span className="text-soft">{deed}</span>{' '}
      <Link to={`/@${handle}`} className="underline decoration-edge underline-offset-4">
        <bdi>{displayName}</bdi>
      </Link>
    </Trans>
  );
}

function Messages({ amount }: { amount: number }) {
  return (
    <span className="text-soft">
      {' '}
      · <Plural value={amount} one="# message" other="# messages" />
    </span>
  );
}

/** What was done is taken back where that makes sense. */
function Undo({ line, channelId }: { line: Log['lines'][number]; channelId: string }) {
  const { t } = useLingui();
  const name = line.person?.displayName ?? t`somebody`;
  const accountId = line.person?.id ?? '';
  switch (line.action) {
    case 'moderation.banned':
      return (
        <DeedButton deed="unban" fields={{ channelId, accountId }} label={t`Take back the ban of ${name}`}>
          <Trans>Take back</Trans>
        </DeedButton>
      );
    case 'moderation.timedOut':
      return (
        <DeedButton deed="endTimeout" fields={{ channelId, accountId }} label={t`End the timeout of ${name}`}>
          <Trans>Take back</Trans>
        </DeedButton>
      );
    case 'moderation.messageDeleted':
    case 'moderation.messagesCleared':
      return (
        <DeedButton deed="restore" fields={{ channelId, id: line.id }} label={t`Bring back what ${name} wrote`}>
          <Trans>Bring back</Trans>
        </DeedButton>
      );
    default:
      return null;
  }
}
