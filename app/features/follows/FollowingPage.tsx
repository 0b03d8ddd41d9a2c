import { Form, Link } from '@remix-run/react';
import { type Answers } from '../../lib/api';
import { count } from '../../lib/format';
import { Avatar } from '../../ui/Avatar';
import { LiveBadge } from '../../ui/Badge';
import { Button, ButtonLink } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { PageTitle } from '../../ui/Section';
import { When } from '../../ui/When';
import { FollowButton } from './FollowButton';

type Following = Answers['follows']['following'];
type Followers = Answers['follows']['followers'];

/** Whom one follows, who of them is live, and who is muted; works without scripts. */
export function FollowingPage({ people, total, next }: Following) {
  return (
    <div className="frame">
      <div className="mx-auto max-w-3xl">
        <PageTitle title="Following" hint={total > 0 ? peopleWords(total) : undefined} className="mb-6" />
        {people.length === 0 ? (
          <EmptyState title="You follow nobody yet." action={<ButtonLink to="/">Look around</ButtonLink>}>
            Follow somebody on their page or beside their stream, and you hear of it when they go live.
          </EmptyState>
        ) : (
          <ul className="border-t">
            {people.map((person) => (
              <li key={person.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-3 border-b py-4">
                <PersonLink person={person}>
                  {count(person.followers)} {person.followers === 1 ? 'follower' : 'followers'}
                  {person.muted && ' · muted'}
                </PersonLink>
                <div className="flex flex-wrap items-center gap-2">
                  {person.live && (
                    <Link
                      to={`/watch/${person.live.id}`}
                      aria-label={`${person.displayName} is live: ${person.live.title}`}
                    >
                      <LiveBadge />
                    </Link>
                  )}
                  <MuteForm person={person} />
                  <FollowButton creator={person} following signedIn />
                </div>
              </li>
            ))}
          </ul>
        )}
        <More next={next} />
      </div>
    </div>
  );
}

function MuteForm({ person: { id, displayName, muted } }: { person: Following['people'][number] }) {
  return (
    <Form method="post" preventScrollReset>
      <input type="hidden" name="creatorId" value={id} />
      <input type="hidden" name="muted" value={muted ? 'no' : 'yes'} />
      <Button type="submit" size="small" variant="quiet">
        {muted ? 'Tell me again' : 'Mute'}
        <span className="sr-only">: {displayName}</span>
      </Button>
    </Form>
  );
}

/** Who follows a creator, for the creator alone. */
export function FollowersPage({ people, total, next }: Followers) {
  return (
    <div className="frame">
      <div className="mx-auto max-w-3xl">
        <PageTitle
          title="Followers"
          hint={total > 0 ? `${peopleWords(total)} Only you see who they are.` : undefined}
          action={
            <ButtonLink to="/dashboard" variant="quiet">
              Dashboard
            </ButtonLink>
          }
          className="mb-6"
        />
        {people.length === 0 ? (
          <EmptyState title="Nobody follows you yet.">
            Whoever follows you is told when you go live. Send people the address of your page.
          </EmptyState>
        ) : (
          <ul className="border-t">
            {people.map((person) => (
              <li key={person.id} className="flex items-center justify-between gap-4 border-b py-4">
                <PersonLink person={person}>@{person.handle}</PersonLink>
                <span className="shrink-0 text-xs text-soft">
                  since <When at={person.since} style="day" relative />
                </span>
              </li>
            ))}
          </ul>
        )}
        <More next={next} />
      </div>
    </div>
  );
}

function PersonLink({
  person: { handle, displayName, avatarUrl },
  children,
}: {
  person: { handle: string; displayName: string; avatarUrl: string | null };
  children: React.ReactNode;
}) {
  return (
    <Link to={`/@${handle}`} prefetch="intent" className="flex min-w-0 items-center gap-3 rounded-base">
      <Avatar name={displayName} handle={handle} src={avatarUrl} />
      <span className="min-w-0 text-sm">
        <bdi className="block truncate font-medium">{displayName}</bdi>
        <span className="block truncate text-xs text-soft">{children}</span>
      </span>
    </Link>
  );
}

function More({ next }: { next: string | null }) {
  if (!next) return null;
  return (
    <ButtonLink to={`?after=${next}`} className="mt-6">
      More
    </ButtonLink>
  );
}

const peopleWords = (total: number) => `${count(total)} ${total === 1 ? 'person' : 'people'}.`;
