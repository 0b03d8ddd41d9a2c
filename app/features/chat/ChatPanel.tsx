import { Trans, useLingui } from '@lingui/react/macro';
import { Await, Link } from '@remix-run/react';
import { ExternalLink } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { type Chat, type StreamDetail } from '../../lib/api';
import { useHydrated } from '../../lib/hydrated';
import { cx } from '../../ui/cx';
import { EmptyState } from '../../ui/EmptyState';
import { Section } from '../../ui/Section';
import { Skeleton } from '../../ui/Skeleton';
import { ChatLineView } from './ChatLineView';
import { foldBlocked, rowKey } from './fold';
import { FoldedLines } from './FoldedLines';
import { type RoomFeed } from './room-feed';

/** What a chat needs to know of its stream. */
export interface ChatOn extends Pick<StreamDetail, 'id' | 'status'> {
  /** Offered first when somebody is to be mentioned. */
  creator?: StreamDetail['creator'];
}

interface ChatPanelProps {
  chat: Chat | null | Promise<Chat | null>;
  stream: ChatOn;
  /** What the room tells, where this page enters it. */
  feed: RoomFeed | null;
  /** Alone in its window. */
  alone?: boolean;
}

const LiveChat = lazy(() => import('./LiveChat').then(({ LiveChat: component }) => ({ default: component })));

/** The chat beside a picture, or alone in its window. Without scripts it is there to read. */
export function ChatPanel({ chat, stream, feed, alone = false }: ChatPanelProps) {
  const { t } = useLingui();
  const body = (
    <Suspense fallback={<Waiting />}>
      <Await resolve={chat}>{(found) => <Found key={stream.id} chat={found} stream={stream} feed={feed} />}</Await>
    </Suspense>
  );
  if (alone) return <div className="flex h-dvh flex-col px-3 pt-2 pb-3">{body}</div>;
  return (
    <Section
      title={t`Chat`}
      className="flex h-(--chat-height,34rem) flex-col xl:sticky xl:top-20 xl:h-[calc(100dvh-8rem)] xl:max-h-[56rem] xl:border-s xl:ps-8"
      action={
        <Link
          to={`/watch/${stream.id}/chat`}
          target="_blank"
          rel="noopener"
          aria-label={t`Open the chat in its own window`}
          title={t`Open the chat in its own window`}
          className="grid size-10 place-items-center rounded-base text-soft hover:bg-hover hover:text-ink"
        >
          <ExternalLink aria-hidden="true" className="size-4" />
        </Link>
      }
    >
      {body}
    </Section>
  );
}

function Found({ chat, stream, feed }: { chat: Chat | null; stream: ChatOn; feed: RoomFeed | null }) {
  const { t } = useLingui();
  const hydrated = useHydrated();
  if (chat === null) {
    return (
      <EmptyState title={t`The chat could not be read.`}>
        <Trans>Everything else on this page is as it should be. Reload it to try again.</Trans>
      </EmptyState>
    );
  }
  const plain = <PlainChat chat={chat} status={stream.status} />;
  if (!hydrated) return plain;
  return (
    <Suspense fallback={plain}>
      <LiveChat chat={chat} stream={stream} feed={feed} />
    </Suspense>
  );
}

/** The newest lines, to read: what comes with the page. */
function PlainChat({ chat, status }: { chat: Chat; status: ChatOn['status'] }) {
  const { t } = useLingui();
  if (chat.lines.length === 0) return <NothingSaid open={chat.open} status={status} />;
  const blocked = new Set(chat.blocked);
  return (
    // It scrolls, so the keyboard must reach it; its end is in sight from the start.
    <div
      tabIndex={0}
      role="group"
      aria-label={t`Messages`}
      className="flex min-h-0 grow flex-col-reverse overflow-y-auto rounded-base text-sm"
    >
      <ol>
        {foldBlocked(chat.lines, blocked).map((row) => (
          <li key={rowKey(row)}>
            {'folded' in row ? (
              <FoldedLines lines={row.folded}>{(line) => <ChatLineView line={line} blocked={blocked} />}</FoldedLines>
            ) : (
              <ChatLineView line={row} blocked={blocked} />
            )}
          </li>
        ))}
      </ol>
    </div>
  );
}

/** What stands where nobody has said anything. */
export function NothingSaid({ open, status }: { open: boolean; status: ChatOn['status'] }) {
  const { t } = useLingui();
  const words = {
    scheduled: open ? t`Say hello: the stream begins soon.` : t`The chat opens an hour before the stream begins.`,
    live: t`Nobody has said anything yet.`,
    ended: t`Nobody said anything.`,
    recorded: t`Nobody said anything.`,
  };
  return <EmptyState className="grow" title={words[status]} />;
}

function Waiting() {
  return (
    <div role="status" className="flex flex-col gap-4">
      <span className="sr-only">
        <Trans>Loading the chat</Trans>
      </span>
      {['w-3/4', 'w-1/2', 'w-5/6', 'w-2/3', 'w-3/5'].map((width) => (
        <div key={width} className="flex gap-2.5">
          <Skeleton className="size-6 rounded-full" />
          <div className="grow space-y-1.5">
            <Skeleton className="h-3.5 w-24" />
            <Skeleton className={cx('h-3.5', width)} />
          </div>
        </div>
      ))}
    </div>
  );
}
