import { useLingui } from '@lingui/react/macro';
import { Link } from '@remix-run/react';
import { type CreatorSummary } from '../../lib/api';
import { Avatar } from '../../ui/Avatar';
import { LiveBadge } from '../../ui/Badge';
import { followerWords } from '../follows/follower-words';

/** Creators, as many abreast as there is room for. */
export function CreatorList({ creators }: { creators: CreatorSummary[] }) {
  const { i18n } = useLingui();
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
                <bdi>@{creator.handle}</bdi> · {followerWords(creator.followers, i18n)}
              </span>
            </span>
            {creator.live && <LiveBadge />}
          </Link>
        </li>
      ))}
    </ul>
  );
}
