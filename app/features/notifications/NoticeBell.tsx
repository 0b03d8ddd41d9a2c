import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useFetcher } from '@remix-run/react';
import { Bell } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useEffect, useState } from 'react';
import { type NoticePage } from '../../lib/api';
import { useHydrated } from '../../lib/hydrated';
import { Button } from '../../ui/Button';
import { Skeleton } from '../../ui/Skeleton';
import { NoticeRow } from './NoticeRow';
import { shortCount, unreadWords } from './unread-words';
import { useBell } from './useBell';

const look =
  'relative inline-grid size-10 shrink-0 place-items-center rounded-base text-soft transition-colors hover:bg-hover hover:text-ink';

/** The bell in the header: counts by itself, opens the newest; without scripts, a link to all. */
export function NoticeBell({ unread: told }: { unread: number }) {
  const { i18n } = useLingui();
  return useHydrated() ? (
    <LiveBell told={told} />
  ) : (
    <Link to="/notifications" aria-label={unreadWords(told, i18n)} className={look}>
      <BellPicture unread={told} />
    </Link>
  );
}

function LiveBell({ told }: { told: number }) {
  const { t, i18n } = useLingui();
  const unread = useBell(told);
  const [open, setOpen] = useState(false);
  useTitleCount(unread);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger aria-label={unreadWords(unread, i18n)} title={t`Notices`} className={look}>
        <BellPicture unread={unread} />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={6}
          collisionPadding={8}
          aria-label={t`Notices`}
          className="z-50 flex max-h-[min(34rem,var(--radix-popover-content-available-height))] w-[min(24rem,calc(100vw-1rem))] animate-rise flex-col rounded-base bg-raised shadow-float"
        >
          <Newest unread={unread} close={() => setOpen(false)} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** The newest notices, read when the bell is opened and again when more come. */
function Newest({ unread, close }: { unread: number; close: () => void }) {
  const { load, data, state } = useFetcher<{ page: NoticePage | null }>({ key: 'bell' });
  const reading = useFetcher({ key: 'bell-read' });
  useEffect(() => load('/notifications/newest'), [load, unread, reading.data]);
  return (
    <>
      <div className="flex items-center justify-between gap-3 border-b px-4 py-2.5">
        <h2 className="text-sm font-medium">
          <Trans>Notices</Trans>
        </h2>
        {unread > 0 && (
          <reading.Form method="post" action="/notifications">
            <input type="hidden" name="do" value="readAll" />
            <Button type="submit" size="small" variant="quiet" busy={reading.state !== 'idle'}>
              <Trans>Mark all as read</Trans>
            </Button>
          </reading.Form>
        )}
      </div>
      <div className="min-h-24 overflow-y-auto p-1.5">
        {!data && <Loading failed={state === 'idle'} />}
        {data && !data.page && (
          <p className="px-3 py-6 text-sm text-soft">
            <Trans>They cannot be read just now. Try again.</Trans>
          </p>
        )}
        {data?.page?.notices.length === 0 && (
          <p className="px-3 py-6 text-sm text-soft">
            <Trans>Nothing yet. Follow somebody, and you hear of it here when they go live.</Trans>
          </p>
        )}
        <ul>
          {data?.page?.notices.map((notice) => (
            <li key={notice.id}>
              <NoticeRow notice={notice} onOpen={close} />
            </li>
          ))}
        </ul>
      </div>
      <div className="flex justify-between border-t px-4 py-2.5 text-sm">
        <Link to="/notifications" onClick={close} className="font-medium underline underline-offset-4">
          <Trans>All notices</Trans>
        </Link>
        <Link to="/settings#notices" onClick={close} className="text-soft underline underline-offset-4 hover:text-ink">
          <Trans>How you are told</Trans>
        </Link>
      </div>
    </>
  );
}

function Loading({ failed }: { failed: boolean }) {
  return (
    <div aria-hidden={failed || undefined} className="flex flex-col gap-3 p-3">
      {[0, 1, 2].map((row) => (
        <Skeleton key={row} className="h-10" />
      ))}
    </div>
  );
}

function BellPicture({ unread }: { unread: number }) {
  return (
    <>
      <Bell aria-hidden="true" className="size-[1.15rem]" />
      {unread > 0 && (
        <span
          aria-hidden="true"
          className="absolute end-0.5 top-0.5 grid h-4.5 min-w-4.5 place-items-center rounded-full border border-accent-edge bg-accent px-1 text-[0.65rem] leading-none font-semibold text-on-accent tabular-nums"
        >
          {shortCount(unread)}
        </span>
      )}
    </>
  );
}

/** The count before the page's title, for who looks at another tab. */
function useTitleCount(unread: number): void {
  useEffect(() => {
    const put = () => {
      const plain = document.title.replace(/^\(\d+\+?\) /, '');
      const wanted = unread > 0 ? `(${shortCount(unread)}) ${plain}` : plain;
      if (document.title !== wanted) document.title = wanted;
    };
    put();
    const title = document.querySelector('title');
    if (!title) return;
    const watching = new MutationObserver(put);
    watching.observe(title, { childList: true });
    return () => watching.disconnect();
  }, [unread]);
}
