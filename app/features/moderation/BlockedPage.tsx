import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@remix-run/react';
import { type Answers } from '../../lib/api';
import { EmptyState } from '../../ui/EmptyState';
import { PageTitle } from '../../ui/Section';
import { DeedButton, DeedNote, type ModerationAnswer, PersonName, Row } from './parts';

interface BlockedPageProps {
  people: Answers['moderation']['blocked'];
  answer: ModerationAnswer | undefined;
}

/** Whom one has blocked; nobody else learns of it. */
export function BlockedPage({ people, answer }: BlockedPageProps) {
  const { t } = useLingui();
  return (
    <div className="frame max-w-3xl">
      <Link to="/settings" className="text-sm text-soft hover:text-ink hover:underline">
        <Trans>Settings</Trans>
      </Link>
      <PageTitle
        title={t`Blocked people`}
        hint={t`What they write lies folded in every chat that you read, and they cannot name you. They are not told, and nobody else sees this list.`}
        className="mt-2 mb-8"
      />
      <DeedNote answer={answer} deeds={['unblock']} />
      {people.length === 0 ? (
        <EmptyState title={t`You have blocked nobody.`}>
          <Trans>In the menu beside a message in a chat you block whoever wrote it.</Trans>
        </EmptyState>
      ) : (
        <ul className="border-b">
          {people.map((person) => {
            const name = person.displayName;
            return (
              <Row
                key={person.id}
                head={<PersonName person={person} />}
                actions={
                  <DeedButton deed="unblock" fields={{ accountId: person.id }} label={t`Unblock ${name}`}>
                    <Trans>Unblock</Trans>
                  </DeedButton>
                }
              />
            );
          })}
        </ul>
      )}
    </div>
  );
}
