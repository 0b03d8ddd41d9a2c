import { useLingui } from '@lingui/react/macro';
import { Link } from '@remix-run/react';
import { type StreamSummary } from '../../lib/api';
import { categoryName } from '../../lib/categories';
import { cx } from '../../ui/cx';
import { Picture } from '../../ui/Picture';
import { Price } from '../../ui/Price';
import { When } from '../../ui/When';

interface SoonListProps {
  streams: StreamSummary[];
  showCreator?: boolean;
  /** Right under a line that is there already. */
  flush?: boolean;
  /** Of the titles: 2 right under the page's own. */
  level?: 2 | 3;
}

/** What is coming, in the order of its coming. */
export function SoonList({ streams, showCreator = true, flush = false, level = 3 }: SoonListProps) {
  const { t, i18n } = useLingui();
  const Title = `h${level}` as const;
  return (
    <ol className={cx('divide-y border-b', !flush && 'border-t')}>
      {streams.map((stream) => (
        <li
          key={stream.id}
          className="group relative flex items-start gap-4 py-4 transition-colors hover:bg-sunken sm:items-center sm:gap-6"
        >
          <Picture src={stream.thumbnailUrl} seed={stream.id} className="w-28 shrink-0 sm:w-40" />
          <div className="grid min-w-0 grow gap-x-6 gap-y-1 md:grid-cols-[minmax(0,1fr)_11rem_11rem] md:items-center">
            <div className="min-w-0">
              <Title className="line-clamp-2 leading-snug font-medium">
                <Link to={`/watch/${stream.id}`} prefetch="intent" className="after:absolute after:inset-0">
                  <bdi>{stream.title}</bdi>
                </Link>
              </Title>
              <p className="truncate text-sm text-soft">
                {showCreator && (
                  <>
                    <Link to={`/@${stream.creator.handle}`} className="relative z-1 hover:text-ink hover:underline">
                      <bdi>{stream.creator.displayName}</bdi>
                    </Link>
                    {' · '}
                  </>
                )}
                {categoryName(stream.category, i18n)}
                {stream.mature && ' · 18+'}
              </p>
            </div>
            <p className="text-sm tabular-nums">
              {stream.scheduledAt ? <When at={stream.scheduledAt} /> : t`No time yet`}
            </p>
            <p className="text-sm text-soft md:pe-4 md:text-end">
              <Price rate={stream.ratePerSecond} />
            </p>
          </div>
        </li>
      ))}
    </ol>
  );
}
