import { type MouseEvent, useEffect, useRef } from 'react';

/** A second click within so long makes it a double one. */
const DOUBLE_MS = 250;

/**
 * A click on the picture, and a double one. On a touch screen a tap brings the controls, and does
 * neither.
 */
export function usePictureClicks(once: () => void, twice: () => void) {
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  const acts = useRef({ once, twice });
  useEffect(() => {
    acts.current = { once, twice };
  });
  useEffect(() => () => clearTimeout(waiting.current), []);
  return (event: MouseEvent) => {
    if ((event.nativeEvent as PointerEvent).pointerType === 'touch') return;
    clearTimeout(waiting.current);
    if (event.detail >= 2) return acts.current.twice();
    waiting.current = setTimeout(() => acts.current.once(), DOUBLE_MS);
  };
}
