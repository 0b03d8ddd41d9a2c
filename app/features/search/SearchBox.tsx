import { useLingui } from '@lingui/react/macro';
import { Form, Link, useNavigate, useSearchParams } from '@remix-run/react';
import { Search } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { Avatar } from '../../ui/Avatar';
import { cx } from '../../ui/cx';
import { controlLook } from '../../ui/Field';
import { type Suggestion, useSuggestions } from './useSuggestions';

/** The search field: a plain form without scripts; with them it suggests as one types. */
export function SearchBox({ className, focusByKey = false }: { className?: string; focusByKey?: boolean }) {
  const { t } = useLingui();
  const [params] = useSearchParams();
  const asked = params.get('q') ?? '';
  const navigate = useNavigate();
  const input = useRef<HTMLInputElement>(null);
  const list = useId();
  const [text, setText] = useState(asked);
  const [shownFor, setShownFor] = useState(asked);
  if (shownFor !== asked) {
    setShownFor(asked);
    setText(asked);
  }
  const [open, setOpen] = useState(false);
  const found = useSuggestions(open ? text : '');
  const shown = open && found.length > 0;
  // a choice is one of a certain list: another list begins without one
  const [choice, setChoice] = useState({ of: found, at: -1 });
  const at = choice.of === found ? choice.at : -1;
  useSlash(input, focusByKey);

  const close = () => setOpen(false);
  /** Somebody goes where a suggestion leads: what was typed has done its work. */
  const leave = () => {
    close();
    setText('');
    input.current?.blur();
  };
  const pressed = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && shown) {
      event.preventDefault();
      return close();
    }
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setOpen(true);
      const places = found.length + 1; // the field itself is one
      const next = at + 1 + (event.key === 'ArrowDown' ? 1 : -1);
      return setChoice({ of: found, at: ((next + places) % places) - 1 });
    }
    const chosen = event.key === 'Enter' && shown ? found[at] : undefined;
    if (chosen) {
      event.preventDefault();
      leave();
      navigate(chosen.to);
    }
  };

  return (
    <search
      className={cx('relative', className)}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) close();
      }}
    >
      <Form action="/search" onSubmit={close}>
        <Search
          aria-hidden="true"
          className="pointer-events-none absolute start-3 top-1/2 size-4 -translate-y-1/2 text-soft"
        />
        <input
          ref={input}
          type="search"
          name="q"
          value={text}
          maxLength={200}
          autoComplete="off"
          enterKeyHint="search"
          placeholder={t`Search`}
          aria-label={t`Search streams, creators and tags`}
          aria-keyshortcuts={focusByKey ? '/' : undefined}
          role="combobox"
          aria-expanded={shown}
          aria-controls={shown ? list : undefined}
          aria-autocomplete="list"
          aria-activedescendant={shown && at >= 0 ? `${list}-${at}` : undefined}
          onChange={(event) => {
            setText(event.target.value);
            setOpen(true);
          }}
          onKeyDown={pressed}
          className={cx(controlLook, 'h-10 ps-9 text-sm max-sm:text-base')}
        />
      </Form>
      {shown && (
        <ul
          id={list}
          role="listbox"
          aria-label={t`Suggestions`}
          className="absolute inset-x-0 top-full z-50 mt-1.5 animate-rise rounded-base bg-raised p-1.5 shadow-float"
        >
          {found.map((suggestion, index) => (
            <li key={suggestion.to} id={`${list}-${index}`} role="option" aria-selected={index === at}>
              <Link
                to={suggestion.to}
                tabIndex={-1}
                onClick={leave}
                className={cx(
                  'flex items-center gap-3 rounded-[0.35rem] px-2.5 py-2 text-sm hover:bg-hover',
                  index === at && 'bg-hover',
                )}
              >
                <Face suggestion={suggestion} />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </search>
  );
}

function Face({ suggestion }: { suggestion: Suggestion }) {
  const { t } = useLingui();
  const { creator, text, kind } = suggestion;
  return (
    <>
      {creator ? (
        <Avatar name={creator.displayName} handle={creator.handle} src={creator.avatarUrl} size="small" />
      ) : (
        <Search aria-hidden="true" className="mx-1 size-4 shrink-0 text-soft" />
      )}
      <span className="min-w-0 grow truncate">
        <bdi>{text}</bdi>
      </span>
      <span className="shrink-0 text-xs text-soft">{typeof kind === 'string' ? <bdi>{kind}</bdi> : t(kind)}</span>
    </>
  );
}

/** "/" leads to the field from wherever nothing is typed into. */
function useSlash(input: React.RefObject<HTMLInputElement | null>, on: boolean) {
  useEffect(() => {
    if (!on) return;
    const pressed = (event: globalThis.KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const { target } = event;
      if (target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable], [role=dialog]'))
        return;
      const field = input.current;
      if (!field?.checkVisibility()) return;
      event.preventDefault();
      field.focus();
      field.select();
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, [input, on]);
}
