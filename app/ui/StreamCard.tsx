import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@remix-run/react';
import { type StreamSummary } from '../lib/api';
import { categoryName } from '../lib/categories';
import { count, duration, timecode } from '../lib/format';
import { useMoment, useViewers } from '../lib/live-counts';
import { Avatar } from './Avatar';
import { Badge, LiveBadge } from './Badge';
import { Picture } from './Picture';
import { Price } from './Price';
import { TagLinks } from './TagLinks';
import { When } from './When';

/** What lies on a stream's picture: its state at the start, and who looks, in figures. */
export function PictureLabels({ stream }: { stream: StreamSummary }) {
  const { t } = useLingui();
  const viewers = useViewers(stream);
  return (
    <div className="absolute inset-x-2.5 bottom-2.5 flex flex-wrap items-center gap-1.5">
      {stream.status === 'live' && <LiveLabels viewers={viewers} />}
      {stream.status === 'scheduled' && stream.scheduledAt && (
        <Badge tone="onPicture">
          <When at={stream.scheduledAt} />
        </Badge>
      )}
      {stream.video && stream.video.durationMs > 0 && <VideoLength ms={stream.video.durationMs} />}
      {stream.mature && (
        <Badge tone="onPicture">
          <abbr title={t`For adults`} className="no-underline">
            18+
          </abbr>
        </Badge>
      )}
    </div>
  );
}

/** How long a video is. */
function VideoLength({ ms }: { ms: number }) {
  const { i18n } = useLingui();
  const length = duration(Math.round(ms / 1_000), i18n);
  return (
    <Badge tone="onPicture">
      <span className="sr-only">{length}</span>
      <bdi dir="ltr" aria-hidden="true" className="tabular-nums">
        {timecode(ms / 1_000)}
      </bdi>
    </Badge>
  );
}

/** Live, and for how many. */
export function LiveLabels({ viewers }: { viewers: number }) {
  const { i18n } = useLingui();
  const shown = count(viewers, i18n);
  return (
    <>
      <LiveBadge />
      <Badge tone="onPicture">
        <Trans>{shown} watching</Trans>
      </Badge>
    </>
  );
}

/** A stream in a list: the picture, then what one wants to know before opening it. */
export function StreamCard({
  stream,
  showCreator = true,
  level = 3,
  positionMs = null,
}: {
  stream: StreamSummary;
  showCreator?: boolean;
  /** Of its title among the page's. */
  level?: 2 | 3;
  /** Where a video was left by whoever looks. */
  positionMs?: number | null;
}) {
  const { i18n } = useLingui();
  const { creator } = stream;
  const moment = useMoment(stream);
  const Title = `h${level}` as const;
  return (
    <article className="group relative flex min-w-0 flex-col gap-3">
      <Picture
        src={moment}
        instead={stream.coverUrl}
        seed={stream.id}
        className="transition-opacity group-hover:opacity-90"
      >
        <PictureLabels stream={stream} />
        {positionMs !== null && stream.video && <HowFar part={positionMs / Math.max(1, stream.video.durationMs)} />}
      </Picture>
      <div className="flex min-w-0 gap-3">
        {showCreator && <Avatar name={creator.displayName} handle={creator.handle} src={creator.avatarUrl} />}
        <div className="min-w-0 grow">
          <Title className="line-clamp-2 leading-snug font-medium">
            <Link
              to={`/watch/${stream.id}`}
              prefetch="intent"
              className="after:absolute after:inset-0 after:rounded-base"
            >
              {stream.title}
            </Link>
          </Title>
          {showCreator && (
            <p className="mt-1 truncate text-sm text-soft">
              <Link to={`/@${creator.handle}`} className="relative z-1 py-1 hover:text-ink hover:underline">
                <bdi>{creator.displayName}</bdi>
              </Link>
            </p>
          )}
          <p className="mt-0.5 truncate text-sm text-soft">
            {stream.status === 'recorded' && stream.startedAt ? (
              <>
                <VideoFrom video={stream.video} at={stream.startedAt} /> · <Price rate={stream.ratePerSecond} />
              </>
            ) : stream.status === 'ended' && stream.endedAt ? (
              <>
                <When at={stream.endedAt} style="day" relative /> ·{' '}
                <Plural value={stream.totalViewers} one="# viewer" other="# viewers" />
              </>
            ) : (
              <>
                {categoryName(stream.category, i18n)} · <Price rate={stream.ratePerSecond} />
              </>
            )}
          </p>
          <TagLinks tags={stream.tags.slice(0, 3)} className="mt-1.5" />
        </div>
      </div>
    </article>
  );
}

/** How a video came to be, and when. */
export function VideoFrom({ video, at }: { video: StreamSummary['video']; at: Date }) {
  if (video?.kind === 'upload')
    return (
      <Trans>
        Uploaded <When at={at} style="day" relative />
      </Trans>
    );
  return (
    <Trans>
      Recorded <When at={at} style="day" relative />
    </Trans>
  );
}

/** How far somebody has seen a video, along the lower edge of its picture. */
function HowFar({ part }: { part: number }) {
  const { t } = useLingui();
  const percent = Math.min(100, Math.max(1, Math.round(part * 100)));
  return (
    <span
      role="img"
      aria-label={t`You have seen ${percent} percent of it`}
      className="absolute inset-x-0 bottom-0 h-1 bg-scrim"
    >
      <span className="block h-full bg-accent" style={{ width: `${percent}%` }} />
    </span>
  );
}
