import { Trans } from '@lingui/react/macro';
import { Link } from '@remix-run/react';
import { type TagSummary } from '../../lib/api';
import { tagPath } from '../../lib/paths';

/** Tags, each with what is going on under it. */
export function TagList({ tags }: { tags: TagSummary[] }) {
  return (
    <ul className="flex flex-wrap gap-2">
      {tags.map(({ tag, live, soon }) => (
        <li key={tag}>
          <Link
            to={tagPath(tag)}
            prefetch="intent"
            className="flex items-baseline gap-2 rounded-full border border-edge px-3.5 py-1.5 text-sm hover:bg-hover"
          >
            <bdi className="font-medium">{tag}</bdi>
            <span className="text-xs text-soft tabular-nums">
              <GoingOn live={live} soon={soon} />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

function GoingOn({ live, soon }: Pick<TagSummary, 'live' | 'soon'>) {
  if (live > 0) return <Trans>{live} live</Trans>;
  return soon > 0 ? <Trans>{soon} soon</Trans> : <Trans>past</Trans>;
}
