import { type RefObject, useEffect, useRef } from 'react';
import { playerKey, type PlayerKey } from './player-keys';

/** Where keys are typed, or belong to something else that is open. */
const KEEPS_KEYS =
  'input, textarea, select, [contenteditable]:not([contenteditable="false"]), [role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]';

/** The player's keys on the whole page around it, but where somebody types. */
export function usePageKeys(box: RefObject<HTMLElement | null>, act: (key: PlayerKey) => boolean): void {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const { target } = event;
      if (event.defaultPrevented || !(target instanceof Element)) return;
      if (box.current?.contains(target) || target.closest(KEEPS_KEYS)) return;
      const key = playerKey(event, target.tagName, 'page');
      if (key && latest.current(key)) event.preventDefault();
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, [box]);
}
