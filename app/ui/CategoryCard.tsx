import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@remix-run/react';
import { type CategorySummary } from '../lib/api';
import { categoryDescription, categoryName } from '../lib/categories';
import { count } from '../lib/format';

/** A category with how much is going on in it. */
export function CategoryCard({ category }: { category: CategorySummary }) {
  const { t, i18n } = useLingui();
  const shown = count(category.viewers, i18n);
  return (
    <article className="group relative flex h-full min-w-0 flex-col gap-1 border-t pt-3 pb-4 transition-colors hover:border-ink">
      <h3 className="text-lg font-medium">
        <Link
          to={`/c/${category.slug}`}
          prefetch="intent"
          className="group-hover:underline after:absolute after:inset-0"
        >
          {categoryName(category, i18n)}
        </Link>
      </h3>
      <p className="line-clamp-2 grow text-sm text-soft max-sm:hidden">{categoryDescription(category, i18n)}</p>
      <p className="mt-1 text-xs text-soft tabular-nums">
        {category.live > 0 ? (
          <>
            <span className="font-medium text-live-ink">
              <Plural value={category.live} one="# stream live" other="# streams live" />
            </span>
            {' · '}
            <Trans>{shown} watching</Trans>
          </>
        ) : (
          t`Nobody live right now`
        )}
      </p>
    </article>
  );
}
