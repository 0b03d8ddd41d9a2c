import { type ReactNode } from 'react';
import { Link } from '@remix-run/react';
import { type StreamDetail } from '../../lib/api';
import { Avatar } from '../../ui/Avatar';

interface CreatorLinkProps {
  creator: Pick<StreamDetail['creator'], 'handle' | 'displayName' | 'avatarUrl'>;
  /** What is said of them in small. */
  children: ReactNode;
}

/** Who made what is watched, and the way to their page. */
export function CreatorLink({ creator, children }: CreatorLinkProps) {
  return (
    <Link to={`/@${creator.handle}`} className="group flex min-w-0 items-center gap-3 rounded-base">
      <Avatar name={creator.displayName} handle={creator.handle} src={creator.avatarUrl} className="size-11" />
      <span className="min-w-0">
        <span className="block truncate font-medium group-hover:underline">
          <bdi>{creator.displayName}</bdi>
        </span>
        <span className="block truncate text-sm text-soft tabular-nums">{children}</span>
      </span>
    </Link>
  );
}
