import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, Link } from '@remix-run/react';
import { type Answers } from '../../lib/api';
import { Avatar } from '../../ui/Avatar';
import { LiveBadge } from '../../ui/Badge';
import { Button, ButtonLink } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { PageTitle } from '../../ui/Section';
import { When } from '../../ui/When';
import { followerWords } from './follower-words';
import { FollowButton } from './FollowButton';

type Following = Answers['follows']['following'];
type Followers = Answers['follows']['followers'];

/** Whom one follows, who of them is live, and who is muted; works without scripts. */
export function FollowingPage({ people, total, next }: Following) {
  const { t, i18n } = useLingui();
  return (
    <div className="frame">
      <div className="mx-auto max-w-3xl">
        <PageTitle
          title={t`Following`}
          hint={total > 0 ? t`${plural(total, { one: '# person.', other: '# people.' })}` : undefined}
          className="mb-6"
        />
        {people.length === 0 ? (
          <EmptyState
            title={t`You follow nobody yet.`}
            action={
              <ButtonLink to="/">
                <Trans>Look around</Trans>
              </ButtonLink>
            }
          >
            <Trans>Follow somebody on their page or beside their stream, and you hear of it when they go live.</Trans>
          </EmptyState>
        ) : (
          <ul className="border-t">
            {people.map((person) => (
              <li key={person.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-3 border-b py-4">
                <PersonLink person={person}>
                  {followerWords(person.followers, i18n)}
                  {person.muted && (
                    <>
                      {' · '}
                      <Trans>muted</Trans>
                    </>
                  )}
                </PersonLink>
                <div className="flex flex-wrap items-center gap-2">
                  {person.live && <LiveLink name={person.displayName} live={person.live} />}
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

function LiveLink({ name, live: { id, title } }: { name: string; live: { id: string; title: string } }) {
  const { t } = useLingui();
  return (
    <Link to={`/watch/${id}`} aria-label={t`${name} is live: ${title}`}>
      <LiveBadge />
    </Link>
  );
}

function MuteForm({ person: { id, displayName, muted } }: { person: Following['people'][number] }) {
  const { t } = useLingui();
  return (
    <Form method="post" preventScrollReset>
      <input type="hidden" name="creatorId" value={id} />
      <input type="hidden" name="muted" value={muted ? 'no' : 'yes'} />
      <Button type="submit" size="small" variant="quiet">
        {muted ? t`Tell me again` : t`Mute`}
        <span className="sr-only">
          : <bdi>{displayName}</bdi>
        </span>
      </Button>
    </Form>
  );
}

/** Who follows a creator, for the creator alone. */
export function FollowersPage({ people, total, next }: Followers) {
  const { t } = useLingui();
  return (
    <div className="frame">
      <div className="mx-auto max-w-3xl">
        <PageTitle
          title={t`Followers`}
          hint={
            total > 0
              ? t`${plural(total, {
                  one: '# person. Only you see who they are.',
                  other: '# people. Only you see who they are.',
                })}`
              : undefined
          }
          action={
            <ButtonLink to="/dashboard" variant="quiet">
              <Trans>Dashboard</Trans>
            </ButtonLink>
          }
          className="mb-6"
        />
        {people.length === 0 ? (
          <EmptyState title={t`Nobody follows you yet.`}>
            <Trans>Whoever follows you is told when you go live. Send people the address of your page.</Trans>
          </EmptyState>
        ) : (
          <ul className="border-t">
            {people.map((person) => (
              <li key={person.id} className="flex items-center justify-between gap-4 border-b py-4">
                <PersonLink person={person}>
                  <bdi>@{person.handle}</bdi>
                </PersonLink>
                <span className="shrink-0 text-xs text-soft">
                  <Trans>
                    since <When at={person.since} style="day" relative />
                  </Trans>
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
      <Trans>More</Trans>
    </ButtonLink>
  );
}
