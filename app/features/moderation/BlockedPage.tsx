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
  return (
    <div className="frame max-w-3xl">
      <Link to="/settings" className="text-sm text-soft hover:text-ink hover:underline">
        Settings
      </Link>
      <PageTitle
        title="Blocked people"
        hint="What they write lies folded in every chat that you read, and they cannot name you. They are not told, and nobody else sees this list."
        className="mt-2 mb-8"
      />
      <DeedNote answer={answer} deeds={['unblock']} />
      {people.length === 0 ? (
        <EmptyState title="You have blocked nobody.">
          In the menu beside a message in a chat you block whoever wrote it.
        </EmptyState>
      ) : (
        <ul className="border-b">
          {people.map((person) => (
            <Row
              key={person.id}
              head={<PersonName person={person} />}
              actions={
                <DeedButton deed="unblock" fields={{ accountId: person.id }} label={`Unblock ${person.displayName}`}>
                  Unblock
                </DeedButton>
              }
            />
          ))}
        </ul>
      )}
    </div>
  );
}
