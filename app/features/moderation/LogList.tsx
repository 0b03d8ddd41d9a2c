import { Link, useSearchParams } from '@remix-run/react';
import { type Answers } from '../../lib/api';
import { plural } from '../../lib/format';
import { EmptyState } from '../../ui/EmptyState';
import { When } from '../../ui/When';
import { DeedButton, Quote } from './parts';
import { deedWords } from './words';

type Log = Answers['moderation']['log'];

/** What was done, newest first: who, what, to whom and why. */
export function LogList({ log, channelId }: { log: Log; channelId: string | null }) {
  const [search] = useSearchParams();
  if (log.lines.length === 0)
    return (
      <EmptyState title="Nothing was done yet." className="border-t-0">
        Every ban, timeout, message that was taken out and change of a rule will stand here, with who did it and why.
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
                <bdi className="font-medium">{line.actor?.displayName ?? 'The site'}</bdi>{' '}
                <span className="text-soft">{deedWords(line)}</span>
                {line.person && (
                  <>
                    {' '}
                    <Link to={`/@${line.person.handle}`} className="underline decoration-edge underline-offset-4">
                      <bdi>{line.person.displayName}</bdi>
                    </Link>
                  </>
                )}
                {line.messages > 1 && <span className="text-soft"> · {plural(line.messages, 'message')}</span>}
                {line.until && (
                  <span className="text-soft">
                    {' '}
                    · until <When at={line.until} />
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
            Older
          </Link>
        </p>
      )}
    </div>
  );
}

/** What was done is taken back where that makes sense. */
function Undo({ line, channelId }: { line: Log['lines'][number]; channelId: string }) {
  const name = line.person?.displayName ?? 'somebody';
  const accountId = line.person?.id ?? '';
  switch (line.action) {
    case 'moderation.banned':
      return (
        <DeedButton deed="unban" fields={{ channelId, accountId }} label={`Take back the ban of ${name}`}>
          Take back
        </DeedButton>
      );
    case 'moderation.timedOut':
      return (
        <DeedButton deed="endTimeout" fields={{ channelId, accountId }} label={`End the timeout of ${name}`}>
          Take back
        </DeedButton>
      );
    case 'moderation.messageDeleted':
    case 'moderation.messagesCleared':
      return (
        <DeedButton deed="restore" fields={{ channelId, id: line.id }} label={`Bring back what ${name} wrote`}>
          Bring back
        </DeedButton>
      );
    default:
      return null;
  }
}
