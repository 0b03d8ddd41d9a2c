import { useSearchParams } from '@remix-run/react';
import { type Profile } from '../../lib/api';
import { count } from '../../lib/format';
import { Avatar } from '../../ui/Avatar';
import { Banner } from '../../ui/Banner';
import { ButtonLink } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { Section } from '../../ui/Section';
import { Tabs } from '../../ui/Tabs';
import { When } from '../../ui/When';
import { FeaturedStream } from './FeaturedStream';
import { FollowButton } from '../follows/FollowButton';
import { ReportButton } from '../moderation/ReportForm';
import { SoonList } from './SoonList';
import { StreamGrid } from './StreamGrid';

/** Somebody's page: who they are, what they show now, and what they showed. */
export function ProfilePage({ profile, signedIn }: { profile: Profile; signedIn: boolean }) {
  const { creator, live, soon, past, pastNext } = profile;
  const isCreator = creator.roles.includes('creator');
  return (
    <div className="frame flex flex-col gap-12">
      {creator.bannerUrl && (
        <Banner src={creator.bannerUrl} seed={creator.handle} className="-mb-6 max-sm:aspect-3/1" />
      )}
      <ProfileHead creator={creator} signedIn={signedIn} />
      {live && (
        <Section title="Live now">
          <FeaturedStream stream={live} showCreator={false} />
        </Section>
      )}
      {isCreator ? (
        <div>
          <h2 className="sr-only">Streams</h2>
          <Tabs
            label="Streams"
            initial={soon.length > 0 ? 'soon' : 'past'}
            tabs={[
              { value: 'soon', label: 'Soon', amount: soon.length, content: <Soon soon={soon} /> },
              { value: 'past', label: 'Past streams', content: <Past past={past} next={pastNext} /> },
            ]}
          />
        </div>
      ) : (
        <EmptyState
          title={creator.isMe ? 'You have not streamed yet.' : `${creator.displayName} watches, and does not stream.`}
          action={creator.isMe && <ButtonLink to="/dashboard">Become a creator</ButtonLink>}
        />
      )}
    </div>
  );
}

function ProfileHead({ creator, signedIn }: { creator: Profile['creator']; signedIn: boolean }) {
  return (
    <div className="flex flex-col gap-5 sm:flex-row sm:gap-8">
      <Avatar name={creator.displayName} handle={creator.handle} src={creator.avatarUrl} size="large" />
      <div className="min-w-0 grow">
        <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
          <div className="min-w-0">
            <h1 className="text-3xl display wrap-anywhere">
              <bdi>{creator.displayName}</bdi>
            </h1>
            <p className="mt-1 text-sm text-soft tabular-nums">
              @{creator.handle} · {count(creator.followers)} {creator.followers === 1 ? 'follower' : 'followers'} · here
              since <When at={creator.joinedAt} style="month" />
            </p>
          </div>
          {creator.isMe ? (
            <ButtonLink to="/settings" size="small">
              Edit your page
            </ButtonLink>
          ) : (
            <span className="flex items-center gap-2">
              <ReportButton about={{ subject: 'person', id: creator.id, name: creator.displayName }} />
              <FollowButton creator={creator} following={creator.following} signedIn={signedIn} />
            </span>
          )}
        </div>
        {creator.bio && (
          <p className="mt-4 max-w-[68ch] wrap-anywhere whitespace-pre-line" dir="auto">
            {creator.bio}
          </p>
        )}
        {creator.roles.includes('creator') && <Subscribe creator={creator} />}
        {creator.links.length > 0 && (
          <ul className="mt-3 flex flex-wrap gap-x-5 gap-y-1 text-sm">
            {creator.links.map((link) => (
              <li key={link.url}>
                <a
                  href={link.url}
                  rel="me nofollow noopener noreferrer ugc"
                  target="_blank"
                  className="wrap-anywhere underline decoration-edge underline-offset-4 hover:decoration-current"
                >
                  {link.label || link.url.replace(/^https?:\/\//, '')}
                  <span className="sr-only"> (opens in a new tab)</span>
                </a>
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

const FILES = [
  ['calendar.ics', 'Calendar'],
  ['feed.rss', 'RSS'],
  ['feed.atom', 'Atom'],
] as const;

/** Their public streams, for calendars and readers of other people. */
function Subscribe({ creator }: Pick<Profile, 'creator'>) {
  return (
    <p className="mt-3 flex flex-wrap gap-x-5 gap-y-1 text-sm text-soft">
      {FILES.map(([file, label]) => (
        <a
          key={file}
          href={`/@${creator.handle}/${file}`}
          className="underline decoration-edge underline-offset-4 hover:text-ink"
        >
          {label}
          <span className="sr-only"> of {creator.displayName}</span>
        </a>
      ))}
    </p>
  );
}

function Soon({ soon }: { soon: Profile['soon'] }) {
  if (soon.length > 0) return <SoonList streams={soon} showCreator={false} flush />;
  return <EmptyState title="Nothing is planned at the moment." className="border-t-0" />;
}

function Past({ past, next }: { past: Profile['past']; next: string | null }) {
  const [search] = useSearchParams();
  const older = search.has('before');
  if (past.length === 0)
    return <EmptyState title={older ? 'No older streams.' : 'No past streams yet.'} className="border-t-0" />;
  return (
    <div className="flex flex-col gap-8 pt-6">
      <StreamGrid streams={past} showCreator={false} />
      {(older || next) && (
        <nav aria-label="Past streams" className="flex flex-wrap gap-3">
          {older && <ButtonLink to="?show=past">Newest streams</ButtonLink>}
          {next && <ButtonLink to={`?show=past&before=${next}`}>Older streams</ButtonLink>}
        </nav>
      )}
    </div>
  );
}
