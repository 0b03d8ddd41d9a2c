import { useLingui } from '@lingui/react/macro';
import { Link } from '@remix-run/react';
import { tagPath } from '../lib/paths';
import { cx } from './cx';

/** A stream's tags, each a way to all streams that have it. */
export function TagLinks({ tags, className }: { tags: string[]; className?: string }) {
  const { t } = useLingui();
  if (tags.length === 0) return null;
  return (
    <ul aria-label={t`Tags`} className={cx('flex flex-wrap gap-1.5', className)}>
      {tags.map((tag) => (
        <li key={tag} className="relative z-1 min-w-0">
          <Link
            to={tagPath(tag)}
            className="block truncate rounded-full border px-2.5 py-0.5 text-xs text-soft hover:border-edge hover:text-ink"
          >
            <bdi>{tag}</bdi>
          </Link>
        </li>
      ))}
    </ul>
  );
}
