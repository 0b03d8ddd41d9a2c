import { type KeyboardEvent as Press, type RefObject, useEffect, useRef } from 'react';
import { type KeyPress } from './player-keys';

/** Where keys are typed, or belong to something else that is open. */
const KEEPS_KEYS =
  'input, textarea, select, [contenteditable]:not([contenteditable="false"]), [role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]';

/**
 * A player's keys on the whole page around it, but where somebody types. Returns what is to be done
 * with those that are pressed in the player itself.
 */
export function usePageKeys<Key>(
  box: RefObject<HTMLElement | null>,
  read: (press: KeyPress, on: string, where?: 'page') => Key | null,
  act: (key: Key) => boolean,
): (event: Press<HTMLElement>) => void {
  const latest = useRef({ read, act });
  useEffect(() => {
    latest.current = { read, act };
  });
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const { target } = event;
      if (event.defaultPrevented || !(target instanceof Element)) return;
      if (box.current?.contains(target) || target.closest(KEEPS_KEYS)) return;
      const key = latest.current.read(event, target.tagName, 'page');
      if (key && latest.current.act(key)) event.preventDefault();
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, [box]);
  return (event) => {
    const key = read(event, (event.target as HTMLElement).tagName);
    if (key && !event.isDefaultPrevented() && act(key)) event.preventDefault();
  };
}
