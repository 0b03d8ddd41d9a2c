import { Trans } from '@lingui/react/macro';
import { Link } from '@remix-run/react';
import { Bell } from 'lucide-react';
import { type Notice } from '../../lib/api';
import { Avatar } from '../../ui/Avatar';
import { cx } from '../../ui/cx';
import { When } from '../../ui/When';

/** One notice: who, what, when; the whole of it leads to what it is about. */
export function NoticeRow({ notice, onOpen }: { notice: Notice; onOpen?: (() => void) | undefined }) {
  const { title, text, actor, createdAt, startsAt, until, read } = notice;
  return (
    <Link
      // the page that it leads to marks it as read, also without scripts
      to={openPath(notice)}
      onClick={onOpen}
      className="flex gap-3 rounded-base px-3 py-3 text-sm transition-colors hover:bg-hover"
    >
      {actor ? (
        <Avatar name={actor.displayName} handle={actor.handle} src={actor.avatarUrl} />
      ) : (
        <span aria-hidden="true" className="grid size-9 shrink-0 place-items-center rounded-full bg-sunken text-soft">
          <Bell className="size-4" />
        </span>
      )}
      <span className="min-w-0 grow">
        <span className={cx('block wrap-anywhere', !read && 'font-medium')}>
          <bdi>{title}</bdi>
        </span>
        {text && (
          <span className="block truncate text-soft">
            <bdi>{text}</bdi>
          </span>
        )}
        <span className="mt-0.5 block text-xs text-soft">
          {startsAt && (
            <>
              <Trans>
                Planned for <When at={startsAt} />
              </Trans>
              {' · '}
            </>
          )}
          {until && (
            <>
              <Trans>
                Until <When at={until} />
              </Trans>
              {' · '}
            </>
          )}
          <When at={createdAt} relative />
        </span>
      </span>
      <span className="flex w-2 shrink-0 pt-1.5">
        {!read && (
          <span className="size-2 rounded-full bg-accent-edge">
            <span className="sr-only">
              <Trans>Not read yet</Trans>
            </span>
          </span>
        )}
      </span>
    </Link>
  );
}

/** Marks it as read and goes on to what it is about. */
export function openPath({ id }: Pick<Notice, 'id'>): string {
  return `/notifications/open?id=${id}`;
}
