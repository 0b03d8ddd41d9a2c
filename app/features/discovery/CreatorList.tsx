import { Link } from '@remix-run/react';
import { type CreatorSummary } from '../../lib/api';
import { plural } from '../../lib/format';
import { Avatar } from '../../ui/Avatar';
import { LiveBadge } from '../../ui/Badge';

/** Creators, as many abreast as there is room for. */
export function CreatorList({ creators }: { creators: CreatorSummary[] }) {
  return (
    <ul className="grid gap-x-6 border-t sm:grid-cols-2 lg:grid-cols-3">
      {creators.map((creator) => (
        <li key={creator.id} className="border-b">
          <Link to={`/@${creator.handle}`} prefetch="intent" className="group flex items-center gap-3 py-3">
            <Avatar name={creator.displayName} handle={creator.handle} src={creator.avatarUrl} className="size-11" />
            <span className="min-w-0 grow">
              <span className="block truncate font-medium group-hover:underline">
                <bdi>{creator.displayName}</bdi>
              </span>
              <span className="block truncate text-sm text-soft tabular-nums">
                @{creator.handle} · {plural(creator.followers, 'follower')}
              </span>
            </span>
            {creator.live && <LiveBadge />}
          </Link>
        </li>
      ))}
    </ul>
  );
}
