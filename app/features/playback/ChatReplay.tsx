import { Trans, useLingui } from '@lingui/react/macro';
import { ArrowDown } from 'lucide-react';
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { Button } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { Section } from '../../ui/Section';
import { ChatLineView } from '../chat/ChatLineView';
import { foldBlocked, rowKey } from '../chat/fold';
import { FoldedLines } from '../chat/FoldedLines';
import { type RecordedParts, saidBy, streamTime } from './replay';
import { useReplay } from './useReplay';
import { type VideoTime } from './video-time';

/** Whoever is so near the end reads along. */
const NEAR_END = 60;

/** What was said while the stream was live, as it comes to that place in its recording. */
export function ChatReplay({
  source,
  time,
}: {
  /** The stream that it was said in. */
  source: { id: string; parts: RecordedParts };
  time: VideoTime;
}) {
  const { t } = useLingui();
  const videoMs = useSyncExternalStore(
    time.onChange,
    () => time.ms,
    () => 0,
  );
  const ms = streamTime(source.parts, videoMs);
  const { known, blocked, problem } = useReplay(source.id, ms);
  const lines = useMemo(() => (known ? saidBy(known, ms) : []), [known, ms]);
  const rows = useMemo(() => foldBlocked(lines, blocked), [lines, blocked]);
  const box = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const toEnd = () => {
    const { current } = box;
    if (current) current.scrollTop = current.scrollHeight;
  };
  const last = lines.at(-1)?.id;
  useEffect(() => {
    if (atEnd) toEnd();
  }, [atEnd, last]);
  // the room that the lines have changes with the window
  useEffect(() => {
    const { current } = box;
    if (!current || !atEnd) return;
    const watcher = new ResizeObserver(toEnd);
    watcher.observe(current);
    return () => watcher.disconnect();
  }, [atEnd]);
  const scrolled = () => {
    const { current } = box;
    if (current) setAtEnd(current.scrollHeight - current.scrollTop - current.clientHeight < NEAR_END);
  };
  return (
    <Section
      title={t`Chat, as it was`}
      className="flex h-(--chat-height,34rem) flex-col xl:sticky xl:top-20 xl:h-[calc(100dvh-8rem)] xl:max-h-[56rem] xl:border-s xl:ps-8"
    >
      <div className="relative flex min-h-0 grow flex-col">
        {rows.length === 0 && (
          <EmptyState
            className="grow"
            title={problem ? t`The chat could not be read.` : known ? t`Nobody has said anything yet.` : t`One moment`}
          >
            {!problem && known && known.lines.length > 0 && (
              <Trans>What was said later comes as the video goes on.</Trans>
            )}
          </EmptyState>
        )}
        <div
          ref={box}
          tabIndex={0}
          role="group"
          aria-label={t`Messages`}
          onScroll={scrolled}
          className="min-h-0 grow overflow-y-auto rounded-base text-sm empty:hidden"
        >
          <ol>
            {rows.map((row) => (
              <li key={rowKey(row)}>
                {'folded' in row ? (
                  <FoldedLines lines={row.folded}>
                    {(line) => <ChatLineView line={line} blocked={blocked} />}
                  </FoldedLines>
                ) : (
                  <ChatLineView line={row} blocked={blocked} />
                )}
              </li>
            ))}
          </ol>
        </div>
        {!atEnd && (
          <Button
            size="small"
            onClick={() => {
              setAtEnd(true);
              toEnd();
            }}
            className="absolute bottom-2 self-center bg-raised shadow-float"
          >
            <ArrowDown aria-hidden="true" className="size-3.5" />
            <Trans>To the newest</Trans>
          </Button>
        )}
      </div>
    </Section>
  );
}
