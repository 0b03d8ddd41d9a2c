import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useSearchParams } from '@remix-run/react';
import { type Answers, type ClipSummary } from '../../lib/api';
import { duration, timecode } from '../../lib/format';
import { Badge } from '../../ui/Badge';
import { ButtonLink } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { Picture } from '../../ui/Picture';
import { When } from '../../ui/When';

/** A clip in a list: its picture, what it is called, and who made it. */
function ClipCard({ clip }: { clip: ClipSummary }) {
  const { maker } = clip;
  return (
    <article className="group relative flex min-w-0 flex-col gap-3">
      <Picture src={clip.posterUrl} seed={clip.id} className="transition-opacity group-hover:opacity-90">
        <ClipLength ms={clip.durationMs} />
      </Picture>
      <div className="min-w-0">
        <h3 className="line-clamp-2 leading-snug font-medium">
          <Link to={`/clips/${clip.id}`} prefetch="intent" className="after:absolute after:inset-0 after:rounded-base">
            <bdi>{clip.title}</bdi>
          </Link>
        </h3>
        <p className="mt-1 truncate text-sm text-soft">
          <Trans>
            Cut by <bdi>{maker.displayName}</bdi> <When at={clip.createdAt} style="day" relative />
          </Trans>
        </p>
      </div>
    </article>
  );
}

/** How long it is, on its picture. */
function ClipLength({ ms }: { ms: number }) {
  const { i18n } = useLingui();
  return (
    <div className="absolute inset-x-2.5 bottom-2.5">
      <Badge tone="onPicture">
        <span className="sr-only">{duration(Math.round(ms / 1_000), i18n)}</span>
        <bdi dir="ltr" aria-hidden="true" className="tabular-nums">
          {timecode(ms / 1_000)}
        </bdi>
      </Badge>
    </div>
  );
}

/** Clips of a creator's videos, the newest first. */
export function ClipsOfCreator({ clips, next }: Answers['clips']['ofCreator']) {
  const { t } = useLingui();
  const [search] = useSearchParams();
  const older = search.has('clipsBefore');
  return (
    <div className="flex flex-col gap-8 pt-6">
      <ul className="grid grid-cols-1 gap-x-6 gap-y-9 sm:grid-cols-2 lg:grid-cols-3 2xl:grid-cols-4">
        {clips.map((clip) => (
          <li key={clip.id} className="min-w-0">
            <ClipCard clip={clip} />
          </li>
        ))}
      </ul>
      {clips.length === 0 && <EmptyState title={t`No older clips.`} className="border-t-0" />}
      {(older || next) && (
        <nav aria-label={t`Clips`} className="flex flex-wrap gap-3">
          {older && (
            <ButtonLink to="?show=clips">
              <Trans>Newest clips</Trans>
            </ButtonLink>
          )}
          {next && (
            <ButtonLink to={`?show=clips&clipsBefore=${next}`}>
              <Trans>Older clips</Trans>
            </ButtonLink>
          )}
        </nav>
      )}
    </div>
  );
}
