import { type MessageDescriptor } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@remix-run/react';
import { type Answers, type StreamDetail } from '../../lib/api';
import { duration } from '../../lib/format';
import { languageName } from '../../lib/languages';
import { categoryName } from '../../lib/categories';
import { useNow } from '../../lib/time';
import { ButtonLink } from '../../ui/Button';
import { VideoFrom } from '../../ui/StreamCard';
import { TagLinks } from '../../ui/TagLinks';
import { FollowButton } from '../follows/FollowButton';
import { BanNotice } from '../moderation/BanNotice';
import { ReportButton } from '../moderation/ReportForm';
import { CreatorLink } from './CreatorLink';
import { PriceNote } from './PriceNote';
import { ShareDialog } from './ShareDialog';

interface AboutProps {
  stream: StreamDetail;
  /** What whoever looks is told of themselves here. */
  standing: Answers['moderation']['standing'];
  signedIn: boolean;
}

/** Everything about a stream, under its picture. */
export function About({ stream, standing, signedIn }: AboutProps) {
  return (
    <>
      {standing.ban && <BanNotice ban={standing.ban} creator={stream.creator.displayName} />}
      <div className="flex flex-col gap-5 lg:flex-row lg:items-start lg:justify-between lg:gap-10">
        <div className="min-w-0">
          <h1 className="text-2xl display sm:text-3xl">
            <bdi>{stream.title}</bdi>
          </h1>
          <Facts stream={stream} />
        </div>
        {(stream.status === 'scheduled' || stream.status === 'ended') && <PriceNote stream={stream} />}
      </div>
      <Creator stream={stream} standing={standing} signedIn={signedIn} />
      {stream.description && (
        <p className="mt-6 max-w-[68ch] whitespace-pre-line" dir="auto">
          {stream.description}
        </p>
      )}
      <TagLinks tags={stream.tags} className="mt-5" />
    </>
  );
}

function Facts({ stream }: { stream: StreamDetail }) {
  const { t, i18n } = useLingui();
  const { viewerLimit: seats } = stream;
  const limit = seats === null ? null : t`${plural(seats, { one: 'room for # viewer', other: 'room for # viewers' })}`;
  const kept = VISIBILITY[stream.visibility];
  const facts = [languageName(stream.language, i18n), stream.mature ? t`for adults` : null, kept && t(kept), limit];
  return (
    <p className="mt-2 text-sm text-soft">
      {stream.status === 'live' && stream.startedAt && <LiveSince at={stream.startedAt} />}
      {stream.video && stream.startedAt && <Made stream={stream} at={stream.startedAt} />}
      <Link to={`/c/${stream.category.slug}`} className="underline decoration-edge underline-offset-4 hover:text-ink">
        <bdi>{categoryName(stream.category, i18n)}</bdi>
      </Link>
      {facts.filter(Boolean).map((fact) => ` · ${fact ?? ''}`)}
    </p>
  );
}

function Made({ stream: { video, totalViewers }, at }: { stream: StreamDetail; at: Date }) {
  return (
    <span className="tabular-nums">
      <VideoFrom video={video} at={at} /> · <Plural value={totalViewers} one="# viewer" other="# viewers" /> ·{' '}
    </span>
  );
}

function LiveSince({ at }: { at: Date }) {
  const { i18n } = useLingui();
  const now = useNow(30);
  const seconds = Math.max(0, Math.floor((now.getTime() - at.getTime()) / 1000));
  const time = duration(seconds < 60 ? seconds : seconds - (seconds % 60), i18n);
  return (
    <span className="tabular-nums" suppressHydrationWarning>
      <Trans>Live for {time}</Trans> ·{' '}
    </span>
  );
}

const VISIBILITY: Record<StreamDetail['visibility'], MessageDescriptor | null> = {
  public: null,
  unlisted: msg`unlisted`,
  followers: msg`for followers`,
  password: msg`with a password`,
  private: msg`private`,
};

function Creator({ stream, standing, signedIn }: AboutProps) {
  const { t } = useLingui();
  const { creator, followers } = stream;
  return (
    <div className="mt-6 flex flex-wrap items-center justify-between gap-x-4 gap-y-3 border-y py-4">
      <CreatorLink creator={creator}>
        <Plural value={followers} one="# follower" other="# followers" />
      </CreatorLink>
      <div className="flex shrink-0 items-center gap-2">
        {!stream.isMine && (
          <ReportButton
            about={{ subject: 'stream', id: stream.id, name: stream.video ? t`this video` : t`this stream` }}
          />
        )}
        <ShareDialog stream={stream} />
        {standing.keepsOrder && !stream.isMine && (
          <ButtonLink to={`/dashboard/moderation/${creator.handle}`} size="small">
            <Trans>Moderate</Trans>
          </ButtonLink>
        )}
        {stream.isMine ? (
          <ButtonLink
            to={stream.video ? `/dashboard/videos/${stream.id}` : `/dashboard/streams/${stream.id}`}
            size="small"
          >
            {stream.video ? <Trans>Edit video</Trans> : <Trans>Edit stream</Trans>}
          </ButtonLink>
        ) : (
          <FollowButton creator={creator} following={stream.following} signedIn={signedIn} />
        )}
      </div>
    </div>
  );
}
