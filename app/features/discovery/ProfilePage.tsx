import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useSearchParams } from '@remix-run/react';
import { type ReactNode } from 'react';
import { type Profile } from '../../lib/api';
import { Avatar } from '../../ui/Avatar';
import { Banner } from '../../ui/Banner';
import { ButtonLink } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { Section } from '../../ui/Section';
import { Tabs } from '../../ui/Tabs';
import { When } from '../../ui/When';
import { FeaturedStream } from './FeaturedStream';
import { followerWords } from '../follows/follower-words';
import { FollowButton } from '../follows/FollowButton';
import { ReportButton } from '../moderation/ReportForm';
import { SoonList } from './SoonList';
import { StreamGrid } from './StreamGrid';

/** Somebody's page: who they are, what they show now, and what they showed. */
export function ProfilePage({
  profile,
  signedIn,
  clips = null,
}: {
  profile: Profile;
  signedIn: boolean;
  /** Clips of their videos, where there are any. */
  clips?: ReactNode;
}) {
  const { t } = useLingui();
  const { creator, live, soon, past, pastNext, videos, videosNext } = profile;
  const [search] = useSearchParams();
  const hasVideos = videos.length > 0 || search.has('videosBefore');
  const name = creator.displayName;
  const isCreator = creator.roles.includes('creator');
  return (
    <div className="frame flex flex-col gap-12">
      {creator.bannerUrl && (
        <Banner src={creator.bannerUrl} seed={creator.handle} className="-mb-6 max-sm:aspect-3/1" />
      )}
      <ProfileHead creator={creator} signedIn={signedIn} />
      {live && (
        <Section title={t`Live now`}>
          <FeaturedStream stream={live} showCreator={false} />
        </Section>
      )}
      {isCreator ? (
        <div>
          <h2 className="sr-only">
            <Trans>Streams</Trans>
          </h2>
          <Tabs
            label={t`Streams`}
            initial={soon.length > 0 ? 'soon' : hasVideos ? 'videos' : 'past'}
            tabs={[
              { value: 'soon', label: t`Soon`, amount: soon.length, content: <Soon soon={soon} /> },
              ...(hasVideos
                ? [{ value: 'videos', label: t`Videos`, content: <Videos videos={videos} next={videosNext} /> }]
                : []),
              ...(clips ? [{ value: 'clips', label: t`Clips`, content: clips }] : []),
              { value: 'past', label: t`Past streams`, content: <Past past={past} next={pastNext} /> },
            ]}
          />
        </div>
      ) : (
        <EmptyState
          title={creator.isMe ? t`You have not streamed yet.` : t`${name} watches, and does not stream.`}
          action={
            creator.isMe && (
              <ButtonLink to="/dashboard">
                <Trans>Become a creator</Trans>
              </ButtonLink>
            )
          }
        />
      )}
    </div>
  );
}

function ProfileHead({ creator, signedIn }: { creator: Profile['creator']; signedIn: boolean }) {
  const { i18n } = useLingui();
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
              <bdi>@{creator.handle}</bdi> · {followerWords(creator.followers, i18n)} ·{' '}
              <Trans>
                here since <When at={creator.joinedAt} style="month" />
              </Trans>
            </p>
          </div>
          {creator.isMe ? (
            <ButtonLink to="/settings" size="small">
              <Trans>Edit your page</Trans>
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
                  <bdi>{link.label || link.url.replace(/^https?:\/\//, '')}</bdi>
                  <span className="sr-only">
                    {' '}
                    <Trans>(opens in a new tab)</Trans>
                  </span>
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
  ['calendar.ics', msg`Calendar`],
  ['feed.rss', msg`RSS`],
  ['feed.atom', msg`Atom`],
] as const;

/** Their public streams, for calendars and readers of other people. */
function Subscribe({ creator }: Pick<Profile, 'creator'>) {
  const { t } = useLingui();
  const { displayName } = creator;
  return (
    <p className="mt-3 flex flex-wrap gap-x-5 gap-y-1 text-sm text-soft">
      {FILES.map(([file, label]) => (
        <a
          key={file}
          href={`/@${creator.handle}/${file}`}
          className="underline decoration-edge underline-offset-4 hover:text-ink"
        >
          {t(label)}
          <span className="sr-only">
            {' '}
            <Trans>
              of <bdi>{displayName}</bdi>
            </Trans>
          </span>
        </a>
      ))}
    </p>
  );
}

function Soon({ soon }: { soon: Profile['soon'] }) {
  const { t } = useLingui();
  if (soon.length > 0) return <SoonList streams={soon} showCreator={false} flush />;
  return <EmptyState title={t`Nothing is planned at the moment.`} className="border-t-0" />;
}

function Videos({ videos, next }: { videos: Profile['videos']; next: string | null }) {
  const { t } = useLingui();
  const [search] = useSearchParams();
  const older = search.has('videosBefore');
  return (
    <div className="flex flex-col gap-8 pt-6">
      <StreamGrid streams={videos} showCreator={false} />
      {videos.length === 0 && <EmptyState title={t`No older videos.`} className="border-t-0" />}
      {(older || next) && (
        <nav aria-label={t`Videos`} className="flex flex-wrap gap-3">
          {older && (
            <ButtonLink to="?show=videos">
              <Trans>Newest videos</Trans>
            </ButtonLink>
          )}
          {next && (
            <ButtonLink to={`?show=videos&videosBefore=${next}`}>
              <Trans>Older videos</Trans>
            </ButtonLink>
          )}
        </nav>
      )}
    </div>
  );
}

function Past({ past, next }: { past: Profile['past']; next: string | null }) {
  const { t } = useLingui();
  const [search] = useSearchParams();
  const older = search.has('before');
  if (past.length === 0)
    return <EmptyState title={older ? t`No older streams.` : t`No past streams yet.`} className="border-t-0" />;
  return (
    <div className="flex flex-col gap-8 pt-6">
      <StreamGrid streams={past} showCreator={false} />
      {(older || next) && (
        <nav aria-label={t`Past streams`} className="flex flex-wrap gap-3">
          {older && (
            <ButtonLink to="?show=past">
              <Trans>Newest streams</Trans>
            </ButtonLink>
          )}
          {next && (
            <ButtonLink to={`?show=past&before=${next}`}>
              <Trans>Older streams</Trans>
            </ButtonLink>
          )}
        </nav>
      )}
    </div>
  );
}
