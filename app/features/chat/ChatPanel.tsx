import { Await } from '@remix-run/react';
import { Suspense, useEffect, useRef } from 'react';
import { type Chat, type ChatLine, type StreamDetail } from '../../lib/api';
import { Avatar } from '../../ui/Avatar';
import { EmptyState } from '../../ui/EmptyState';
import { Section } from '../../ui/Section';
import { Skeleton } from '../../ui/Skeleton';
import { When } from '../../ui/When';

/** What was said lately. Writing comes with the player. */
export function ChatPanel({
  chat,
  status,
}: {
  chat: Chat | null | Promise<Chat | null>;
  status: StreamDetail['status'];
}) {
  return (
    <Section title="Chat" className="h-full xl:border-s xl:ps-8">
      <Suspense fallback={<Waiting />}>
        <Await resolve={chat}>{(found) => <Lines lines={found?.lines ?? null} status={status} />}</Await>
      </Suspense>
    </Section>
  );
}

function Lines({ lines, status }: { lines: ChatLine[] | null; status: StreamDetail['status'] }) {
  if (lines === null) {
    return (
      <EmptyState title="The chat could not be read.">
        Everything else on this page is as it should be. Reload it to try again.
      </EmptyState>
    );
  }
  if (lines.length === 0) {
    return (
      <EmptyState
        title={status === 'scheduled' ? 'The chat opens when the stream begins.' : 'Nobody has said anything.'}
      />
    );
  }
  return <Messages lines={lines} />;
}

function Messages({ lines }: { lines: ChatLine[] }) {
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [lines]);
  return (
    // It scrolls, so the keyboard must reach it.
    <ol
      ref={list}
      tabIndex={0}
      aria-label="Messages"
      className="flex max-h-[36rem] flex-col gap-3.5 overflow-y-auto rounded-base pe-2 text-sm"
    >
      {lines.map((line) => (
        <Line key={line.id} line={line} />
      ))}
    </ol>
  );
}

function Line({ line }: { line: ChatLine }) {
  const { author } = line;
  if (line.kind === 'notice') return <li className="text-xs text-soft">{line.body}</li>;
  return (
    <li className="flex gap-2.5">
      <Avatar name={author.displayName} handle={author.handle} src={author.avatarUrl} size="small" className="mt-0.5" />
      <div className="min-w-0">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span className="max-w-40 truncate font-medium">
            <bdi>{author.displayName}</bdi>
          </span>
          <span className="text-2xs text-soft tabular-nums">
            <When at={line.sentAt} style="time" />
          </span>
        </p>
        {line.deleted ? (
          <p className="text-soft italic">This message was deleted.</p>
        ) : (
          <p dir="auto" className={line.kind === 'tip' ? 'font-medium text-received' : undefined}>
            {line.body}
          </p>
        )}
      </div>
    </li>
  );
}

function Waiting() {
  return (
    <div role="status" className="flex flex-col gap-4">
      <span className="sr-only">Loading the chat</span>
      {['w-3/4', 'w-1/2', 'w-5/6', 'w-2/3', 'w-3/5'].map((width) => (
        <div key={width} className="flex gap-2.5">
          <Skeleton className="size-6 rounded-full" />
          <div className="grow space-y-1.5">
            <Skeleton className="h-3.5 w-24" />
            <Skeleton className={`h-3.5 ${width}`} />
          </div>
        </div>
      ))}
    </div>
  );
}
