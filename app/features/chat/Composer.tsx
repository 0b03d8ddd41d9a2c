import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useLocation } from '@remix-run/react';
import { SendHorizontal, Smile, X } from 'lucide-react';
import { type KeyboardEvent, lazy, Suspense, useEffect, useId, useRef, useState } from 'react';
import { countCharacters, MAX_CHARACTERS } from '../../../schemas/chat-wire';
import { type ChatLine, type StreamDetail } from '../../lib/api';
import { signInPath } from '../../lib/safe-next';
import { ButtonLink, IconButton } from '../../ui/Button';
import { cx } from '../../ui/cx';
import { controlLook } from '../../ui/Field';
import { draftOf, keepDraft } from './draft';
import { completeMention, mentionAt, suggestions } from './mention-completion';

const EmojiPicker = lazy(() => import('./EmojiPicker').then(({ EmojiPicker: component }) => ({ default: component })));

interface ComposerProps {
  streamId: string;
  signedIn: boolean;
  open: boolean;
  status: StreamDetail['status'];
  /** Who can be mentioned, the likeliest first. */
  people: readonly ChatLine['author'][];
  replyTo: ChatLine | null;
  onReplyEnd: () => void;
  onSend: (body: string) => void;
}

/** Where one writes. Who is not signed in is led there, and finds their words again afterwards. */
export function Composer(props: ComposerProps) {
  const { open, status } = props;
  if (!open) {
    return (
      <p className="mt-3 border-t pt-3 text-sm text-soft">
        {status === 'scheduled' ? (
          <Trans>One can write here from an hour before the stream begins.</Trans>
        ) : (
          <Trans>This chat is closed: the stream is over.</Trans>
        )}
      </p>
    );
  }
  return <Writing {...props} />;
}

function Writing({ streamId, signedIn, people, replyTo, onReplyEnd, onSend }: ComposerProps) {
  const { t } = useLingui();
  const { pathname, search } = useLocation();
  const [text, setText] = useState(() => draftOf(streamId));
  const [caret, setCaret] = useState(0);
  const [picking, setPicking] = useState(false);
  const [chosen, setChosen] = useState(0);
  const field = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const left = MAX_CHARACTERS - countCharacters(text);
  const over = -left;
  const mention = mentionAt(text, caret);
  const offered = mention === null ? [] : suggestions(people, mention.typed);
  const active = offered[Math.min(chosen, offered.length - 1)];

  useEffect(() => keepDraft(streamId, text), [streamId, text]);
  useEffect(() => {
    if (replyTo) field.current?.focus();
  }, [replyTo]);

  const put = (next: string, at: number) => {
    setText(next);
    setCaret(at);
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(at, at);
    });
  };
  const send = () => {
    const body = text.trim();
    if (!signedIn || body === '' || left < 0) return;
    onSend(body);
    put('', 0);
  };
  const choose = (handle: string) => {
    if (!mention) return;
    const { text: next, caret: at } = completeMention(text, mention, handle);
    setChosen(0);
    put(next, at);
  };
  const pressed = (event: KeyboardEvent) => {
    if (active && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      setChosen((at) => (at + (event.key === 'ArrowDown' ? 1 : offered.length - 1)) % offered.length);
    } else if (active && (event.key === 'Tab' || event.key === 'Enter')) {
      event.preventDefault();
      choose(active.handle);
    } else if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      send();
    } else if (event.key === 'Escape' && replyTo) onReplyEnd();
  };
  return (
    <form
      className="relative mt-3 border-t pt-3"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {replyTo && (
        <p className="mb-2 flex items-center gap-2 text-xs text-soft">
          <span className="min-w-0 truncate">
            <ReplyTo line={replyTo} />
          </span>
          <IconButton label={t`Not a reply`} onClick={onReplyEnd} className="size-6">
            <X aria-hidden="true" />
          </IconButton>
        </p>
      )}
      {active && (
        <ul
          id={listId}
          role="listbox"
          aria-label={t`People`}
          className="absolute inset-x-0 bottom-full z-10 mb-1 rounded-base bg-raised p-1 shadow-float"
        >
          {offered.map((person) => (
            <li
              key={person.handle}
              id={`${listId}-${person.handle}`}
              role="option"
              aria-selected={person === active}
              onPointerDown={(event) => {
                event.preventDefault();
                choose(person.handle);
              }}
              className={cx(
                'cursor-pointer truncate rounded-[0.35rem] px-2 py-1.5 text-sm',
                person === active && 'bg-hover',
              )}
            >
              <bdi>{person.displayName}</bdi> <bdi className="text-soft">@{person.handle}</bdi>
            </li>
          ))}
        </ul>
      )}
      {picking && (
        <div className="absolute inset-x-0 bottom-full z-10 mb-1 rounded-base bg-raised shadow-float">
          <Suspense
            fallback={
              <p className="p-4 text-sm text-soft">
                <Trans>Loading emoji</Trans>
              </p>
            }
          >
            <EmojiPicker
              onClose={() => {
                setPicking(false);
                field.current?.focus();
              }}
              onPick={(emoji) => {
                setPicking(false);
                put(text.slice(0, caret) + emoji + text.slice(caret), caret + emoji.length);
              }}
            />
          </Suspense>
        </div>
      )}
      <div className="flex items-end gap-1.5">
        <textarea
          ref={field}
          rows={1}
          value={text}
          placeholder={t`Say something`}
          aria-label={t`Message`}
          aria-describedby={left < 100 ? `${listId}-left` : undefined}
          aria-invalid={left < 0 || undefined}
          role="combobox"
          aria-expanded={active !== undefined}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={active && `${listId}-${active.handle}`}
          autoComplete="off"
          enterKeyHint="send"
          onChange={(event) => {
            setText(event.target.value);
            setCaret(event.target.selectionStart);
          }}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
          onKeyDown={pressed}
          className={cx(controlLook, 'field-sizing-content max-h-28 min-h-10 resize-none py-2')}
        />
        <IconButton label={t`Emoji`} aria-expanded={picking} onClick={() => setPicking(!picking)}>
          <Smile aria-hidden="true" />
        </IconButton>
        {signedIn && (
          <IconButton label={t`Send`} type="submit" disabled={text.trim() === '' || left < 0}>
            <SendHorizontal aria-hidden="true" className="rtl:-scale-x-100" />
          </IconButton>
        )}
      </div>
      {left < 100 && (
        <p id={`${listId}-left`} className={cx('mt-1 text-xs tabular-nums', left < 0 ? 'text-danger' : 'text-soft')}>
          {left < 0 ? (
            <Plural value={over} one="# too many" other="# too many" />
          ) : (
            <Plural value={left} one="# left" other="# left" />
          )}
        </p>
      )}
      {!signedIn && text !== '' && (
        <div role="status" className="mt-2 flex items-center justify-between gap-3 text-sm">
          <span className="text-soft">
            <Trans>Sign in to send it. Your words are kept.</Trans>
          </span>
          <ButtonLink to={signInPath(pathname + search)} size="small" variant="primary">
            <Trans>Sign in</Trans>
          </ButtonLink>
        </div>
      )}
    </form>
  );
}

function ReplyTo({ line: { author, body } }: { line: ChatLine }) {
  const { displayName } = author;
  return (
    <Trans>
      Reply to <bdi>{displayName}</bdi>: <bdi>{body}</bdi>
    </Trans>
  );
}
