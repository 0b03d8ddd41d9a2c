import { type CSSProperties, type KeyboardEvent, type PointerEvent, type ReactNode, useState } from 'react';
import { useHydrated } from '../../lib/hydrated';

const KEPT_AS = 'chat height';
/** In parts of a hundred of the screen's height. */
const [LOW, USUAL, HIGH] = [30, 65, 90];
const STEP = 5;

/**
 * The chat under the picture, on a phone: as high as the reader draws it, by hand or by keys.
 * Beside the picture it has the height that there is.
 */
export function ChatSplit({ children }: { children: ReactNode }) {
  const hydrated = useHydrated();
  const [chosen, setChosen] = useState<number | null>(null);
  const height = chosen ?? (hydrated ? kept() : USUAL);
  const choose = (wished: number) => {
    const next = Math.min(HIGH, Math.max(LOW, Math.round(wished)));
    setChosen(next);
    keep(next);
  };
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    const handle = event.currentTarget;
    handle.setPointerCapture(event.pointerId);
    const [from, begun] = [event.clientY, height];
    const move = ({ clientY }: globalThis.PointerEvent) =>
      choose(begun + ((from - clientY) / window.innerHeight) * 100);
    handle.addEventListener('pointermove', move);
    handle.addEventListener('lostpointercapture', () => handle.removeEventListener('pointermove', move), {
      once: true,
    });
  };
  const press = (event: KeyboardEvent) => {
    const steps: Partial<Record<string, number>> = {
      ArrowUp: height + STEP,
      ArrowDown: height - STEP,
      Home: LOW,
      End: HIGH,
    };
    const wished = steps[event.key];
    if (wished === undefined) return;
    event.preventDefault();
    choose(wished);
  };
  return (
    <div className="h-full" style={{ '--chat-height': `${height}dvh` } as CSSProperties}>
      {hydrated && (
        <div
          role="separator"
          tabIndex={0}
          aria-label="Height of the chat"
          aria-orientation="horizontal"
          aria-valuemin={LOW}
          aria-valuemax={HIGH}
          aria-valuenow={height}
          onPointerDown={drag}
          onKeyDown={press}
          className="mb-2 grid h-6 cursor-row-resize touch-none place-items-center rounded-base xl:hidden"
        >
          <span aria-hidden="true" className="h-1 w-12 rounded-full bg-edge" />
        </div>
      )}
      {children}
    </div>
  );
}

function kept(): number {
  try {
    return Number(localStorage.getItem(KEPT_AS)) || USUAL;
  } catch {
    return USUAL; // storage is forbidden here: nothing is remembered
  }
}

function keep(height: number): void {
  try {
    localStorage.setItem(KEPT_AS, String(height));
  } catch {
    // the same
  }
}
