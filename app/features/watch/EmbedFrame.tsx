import { Trans } from '@lingui/react/macro';
import { type ReactNode } from 'react';
import { type StreamDetail } from '../../lib/api';
import { Logo } from '../../ui/SecondHand';
import { toneOf, cx } from '../../ui/cx';

/** The whole of the frame: the poster, and what lies on it. */
export function EmbedFrame({ stream, children }: { stream: StreamDetail; children: ReactNode }) {
  return (
    <main data-theme="dark" className={cx('relative isolate grid h-dvh overflow-hidden', toneOf(stream.id))}>
      {stream.thumbnailUrl && (
        <img src={stream.thumbnailUrl} alt="" className="absolute inset-0 -z-1 size-full object-cover" />
      )}
      {children}
    </main>
  );
}

/** What it is, and the way to where it can be watched; in a tab of its own. */
export function EmbedCard({
  stream,
  title,
  text,
}: {
  stream: StreamDetail;
  title: ReactNode;
  text?: string | undefined;
}) {
  return (
    <div
      data-theme="dark"
      className="z-1 flex flex-col items-center justify-center gap-1 bg-scrim p-4 text-center text-on-picture"
    >
      <Logo />
      <h1 className="mt-2 line-clamp-2 text-base font-medium text-balance sm:text-xl">
        <bdi>{stream.title}</bdi>
      </h1>
      <p className="text-sm text-soft">
        <bdi>{stream.creator.displayName}</bdi>
      </p>
      <p className="mt-1 text-sm tabular-nums sm:text-base">{title}</p>
      {text && <p className="max-w-[44ch] text-sm text-balance text-soft">{text}</p>}
      <a
        href={`/watch/${stream.id}`}
        target="_blank"
        rel="noopener"
        className="mt-3 inline-flex h-10 items-center rounded-base border border-accent-edge bg-accent px-4 text-sm font-medium text-on-accent hover:bg-accent-hover"
      >
        <Trans>Watch on Vilokanam</Trans>
      </a>
    </div>
  );
}
