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
            <span className="text-xs text-soft tabular-nums">{words(live, soon)}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

function words(live: number, soon: number): string {
  if (live > 0) return `${live} live`;
  return soon > 0 ? `${soon} soon` : 'past';
}
