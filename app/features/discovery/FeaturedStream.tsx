import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@remix-run/react';
import { type I18n } from '../../../texts/i18n';
import { type StreamSummary } from '../../lib/api';
import { categoryName } from '../../lib/categories';
import { previewWords } from '../../lib/format';
import { useMoment } from '../../lib/live-counts';
import { Avatar } from '../../ui/Avatar';
import { ButtonLink } from '../../ui/Button';
import { Picture } from '../../ui/Picture';
import { Price } from '../../ui/Price';
import { PictureLabels } from '../../ui/StreamCard';

/** The one stream that the home page opens with: the picture is the page. */
export function FeaturedStream({ stream, showCreator = true }: { stream: StreamSummary; showCreator?: boolean }) {
  const { t, i18n } = useLingui();
  const { creator, title } = stream;
  const moment = useMoment(stream);
  const path = `/watch/${stream.id}`;
  return (
    <article className="grid items-center gap-x-10 gap-y-5 lg:grid-cols-[minmax(0,5fr)_minmax(0,2fr)]">
      <Link to={path} tabIndex={-1} aria-hidden="true" className="-mx-4 block sm:mx-0">
        <Picture src={moment} instead={stream.coverUrl} seed={stream.id} eager className="max-sm:rounded-none">
          <PictureLabels stream={stream} />
        </Picture>
      </Link>
      <div className="flex min-w-0 flex-col items-start gap-4">
        <p className="text-sm text-soft">
          <Link to={`/c/${stream.category.slug}`} className="hover:text-ink hover:underline">
            {categoryName(stream.category, i18n)}
          </Link>
        </p>
        <h2 className="line-clamp-4 text-2xl display sm:text-3xl">
          <bdi>{title}</bdi>
        </h2>
        {showCreator && (
          <Link to={`/@${creator.handle}`} className="flex max-w-full items-center gap-3 rounded-base hover:underline">
            <Avatar name={creator.displayName} handle={creator.handle} src={creator.avatarUrl} />
            <span className="truncate font-medium">
              <bdi>{creator.displayName}</bdi>
            </span>
          </Link>
        )}
        <div className="w-full border-t pt-4 text-sm">
          <Price rate={stream.ratePerSecond} className="text-base font-medium" />
          <p className="mt-1 text-soft">{terms(stream, i18n)}</p>
        </div>
        <ButtonLink to={path} variant="primary" size="large" aria-label={t`Open the stream ${title}`}>
          <Trans>Open the stream</Trans>
        </ButtonLink>
      </div>
    </article>
  );
}

function terms({ ratePerSecond, previewSeconds }: StreamSummary, i18n: I18n): string {
  if (ratePerSecond === 0n) return i18n._(msg`Nothing to pay, no deposit needed.`);
  // the list is the same for everybody: who still has a preview is told on the stream's own page
  if (previewSeconds === 0) return i18n._(msg`Counted by the second, while you watch.`);
  const preview = previewWords(previewSeconds, i18n).replace(/\.$/, '');
  return i18n._(msg`${preview} for who comes the first time.`);
}
