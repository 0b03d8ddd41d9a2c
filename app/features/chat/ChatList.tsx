import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, Ellipsis, Pin, Reply, Trash2 } from 'lucide-react';
import { memo, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { type ChatLine } from '../../lib/api';
import { useSay } from '../../lib/texts';
import { Button } from '../../ui/Button';
import { DropdownMenu, MenuItem } from '../../ui/DropdownMenu';
import { type PersonActions } from '../moderation/PersonActions';
import { ChatLineView } from './ChatLineView';
import { type ChatSession } from './chat-session';
import { type Outgoing } from './chat-state';
import { type Blocked, type ChatRow, foldBlocked, rowKey, withoutBlocked } from './fold';
import { FoldedLines } from './FoldedLines';
import { useAnnounced } from './useAnnounced';

interface ChatListProps {
  session: ChatSession;
  /** Who reads. */
  me: string | null;
  onReply: ((line: ChatLine) => void) | null;
  onDelete: (id: ChatLine['id']) => void;
  onPin: ((id: ChatLine['id']) => void) | null;
  /** What can be done about who wrote; null for who is not signed in. */
  people: PersonActions | null;
  blocked: Blocked;
}

/** A line has about this height until it was measured. */
const LINE_HEIGHT = 52;
/** Whoever is so near the end reads along. */
const NEAR_END = 60;
/** So near the beginning older lines are asked for. */
const NEAR_START = 400;

/** The lines: only those in sight are in the page, however many there are. */
export function ChatList({ session, me, onReply, onDelete, onPin, people, blocked }: ChatListProps) {
  const { t } = useLingui();
  const { lines, outgoing, older } = session.state;
  const rows = useMemo(() => foldBlocked(lines, blocked), [lines, blocked]);
  const unfolded = useMemo(() => withoutBlocked(lines, blocked), [lines, blocked]);
  // the same as long as nothing changed, so that scrolling draws only what comes into sight
  const reading = useMemo(
    () => ({ me, onReply, onDelete, onPin, people, blocked }),
    [me, onReply, onDelete, onPin, people, blocked],
  );
  const box = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const getItemKey = useCallback(
    (at: number) => {
      const row = rows[at];
      return (row && rowKey(row)) ?? outgoing[at - rows.length]?.clientId ?? at;
    },
    [rows, outgoing],
  );
  // eslint-disable-next-line react-hooks/incompatible-library -- called anew each time
  const list = useVirtualizer({
    count: rows.length + outgoing.length,
    getScrollElement: () => box.current,
    estimateSize: () => LINE_HEIGHT,
    getItemKey,
    overscan: 8,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: NEAR_END,
  });
  const fresh = useFresh(unfolded, atEnd);
  const announced = useAnnounced(unfolded, me);
  const height = list.getTotalSize();
  // lines are measured when they are shown: whoever reads along stays at the end
  useEffect(() => {
    if (atEnd) list.scrollToEnd();
  }, [list, height, atEnd]);
  // what one has just written oneself is to be seen
  const newest = outgoing.at(-1)?.clientId;
  useEffect(() => {
    if (newest) list.scrollToEnd();
  }, [list, newest]);

  const scrolled = () => {
    const { current } = box;
    if (!current) return;
    setAtEnd(current.scrollHeight - current.scrollTop - current.clientHeight < NEAR_END);
    if (current.scrollTop < NEAR_START && older) void session.readOlder().catch(() => undefined);
  };
  return (
    <div className="relative flex min-h-0 grow flex-col">
      <div
        ref={box}
        tabIndex={0}
        role="group"
        aria-label={t`Messages`}
        onScroll={scrolled}
        className="min-h-0 grow overflow-y-auto rounded-base text-sm"
      >
        <ol className="relative" style={{ height }}>
          {list.getVirtualItems().map(({ index, key, start }) => {
            const row = rows[index];
            const waiting = outgoing[index - rows.length];
            return (
              <li
                key={key}
                data-index={index}
                ref={list.measureElement}
                aria-setsize={older ? -1 : rows.length + outgoing.length}
                aria-posinset={index + 1}
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${start}px)` }}
              >
                {row && <Row row={row} reading={reading} />}
                {waiting && (
                  <WaitingLine
                    message={waiting}
                    onAgain={() => session.sendAgain(waiting.clientId)}
                    onDrop={() => session.drop(waiting.clientId)}
                  />
                )}
              </li>
            );
          })}
        </ol>
      </div>
      {!atEnd && (
        <Button
          size="small"
          variant={fresh > 0 ? 'primary' : 'plain'}
          onClick={() => list.scrollToEnd()}
          className="absolute bottom-2 self-center bg-raised shadow-float"
        >
          <ArrowDown aria-hidden="true" className="size-3.5" />
          {fresh > 0 ? (
            <Plural value={fresh} one="# new message" other="# new messages" />
          ) : (
            <Trans>To the newest</Trans>
          )}
        </Button>
      )}
      <p aria-live="polite" className="sr-only">
        {announced}
      </p>
    </div>
  );
}

type Reading = Omit<ChatListProps, 'session'>;

const Row = memo(function Row({ row, reading }: { row: ChatRow; reading: Reading }) {
  const { me, blocked } = reading;
  const shown = (line: ChatLine) => (
    <ChatLineView
      line={line}
      mine={line.mentions.some(({ accountId }) => accountId === me)}
      blocked={blocked}
      actions={<LineMenu line={line} {...reading} />}
    />
  );
  return 'folded' in row ? <FoldedLines lines={row.folded}>{shown}</FoldedLines> : shown(row);
});

/** How many lines came since the reader left the end. */
function useFresh(lines: readonly ChatLine[], atEnd: boolean): number {
  const last = lines.at(-1)?.id ?? null;
  const [seen, setSeen] = useState(last);
  if (atEnd && seen !== last) setSeen(last);
  if (atEnd || seen === last) return 0;
  const at = lines.findLastIndex(({ id }) => id === seen);
  return at < 0 ? 0 : lines.length - 1 - at;
}

function LineMenu({ line, me, onReply, onDelete, onPin, people, blocked }: Reading & { line: ChatLine }) {
  const { t } = useLingui();
  const { displayName } = line.author;
  const others = line.author.id === me ? null : people;
  const mayDelete = line.author.id === me || onPin !== null;
  if (line.deleted || line.kind === 'notice' || (!onReply && !mayDelete && !others)) return null;
  const choice = 'text-start';
  return (
    <DropdownMenu
      label={t`Message of ${displayName}`}
      trigger={
        <button
          type="button"
          aria-label={t`What to do with the message of ${displayName}`}
          className="absolute end-0 top-0.5 grid size-8 place-items-center rounded-base bg-raised text-soft opacity-0 group-hover:opacity-100 hover:text-ink focus-visible:opacity-100 data-[state=open]:opacity-100 pointer-coarse:bg-transparent pointer-coarse:opacity-100"
        >
          <Ellipsis aria-hidden="true" className="size-4" />
        </button>
      }
    >
      {onReply && (
        <MenuItem onSelect={() => onReply(line)}>
          <button type="button" className={choice}>
            <Reply aria-hidden="true" className="rtl:-scale-x-100" /> <Trans>Reply</Trans>
          </button>
        </MenuItem>
      )}
      {onPin && (
        <MenuItem onSelect={() => onPin(line.id)}>
          <button type="button" className={choice}>
            <Pin aria-hidden="true" /> <Trans>Pin above the chat</Trans>
          </button>
        </MenuItem>
      )}
      {mayDelete && (
        <MenuItem onSelect={() => onDelete(line.id)}>
          <button type="button" className={choice}>
            <Trash2 aria-hidden="true" /> <Trans>Delete</Trans>
          </button>
        </MenuItem>
      )}
      {others?.items({ person: line.author, messageId: line.id, blocked: blocked.has(line.author.id) })}
    </DropdownMenu>
  );
}

function WaitingLine({ message, onAgain, onDrop }: { message: Outgoing; onAgain: () => void; onDrop: () => void }) {
  const { body, problem, held } = message;
  const say = useSay();
  return (
    <div className="px-1 py-1.5 ps-9.5">
      <p dir="auto" className="wrap-anywhere text-soft">
        {body}
      </p>
      {held ? (
        <p role="status" className="flex items-center gap-2 text-xs text-soft">
          <Trans>It waits until a moderator has looked at it.</Trans>
          <Button size="small" variant="quiet" onClick={onDrop}>
            <Trans>Hide</Trans>
          </Button>
        </p>
      ) : problem === null ? (
        <p className="text-2xs text-soft">
          <Trans>Sending</Trans>
        </p>
      ) : (
        <div role="alert" className="text-xs text-danger">
          {say(problem)}
          <span className="mt-1 flex gap-2">
            <Button size="small" onClick={onAgain}>
              <Trans>Try again</Trans>
            </Button>
            <Button size="small" variant="quiet" onClick={onDrop}>
              <Trans>Discard</Trans>
            </Button>
          </span>
        </div>
      )}
    </div>
  );
}
