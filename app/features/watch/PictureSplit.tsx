import { useLingui } from '@lingui/react/macro';
import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import { useHydrated } from '../../lib/hydrated';

const KEPT_AS = 'picture height';
/** In parts of a hundred of the screen's height. */
const [LOW, HIGH] = [15, 55];
const STEP = 5;

/** How the screen is shared between the picture and the chat, where that lies below it. */
export interface PictureSplit {
  /** As CSS has it; null: as high as the picture's shape wants. */
  height: string | null;
  percent: number;
  choose(percent: number): void;
}

/** What the reader has drawn, on this page or before on this device. */
export function usePictureSplit(): PictureSplit {
  const hydrated = useHydrated();
  const [chosen, setChosen] = useState<number | null>(null);
  const percent = chosen ?? (hydrated ? kept() : null);
  return {
    // what is on a picture is still to be read and touched on a phone that lies on its side
    height: percent === null ? null : `max(10rem, ${percent}dvh)`,
    percent: percent ?? (hydrated ? shapePercent() : LOW),
    choose(wished) {
      const next = within(wished);
      setChosen(next);
      keep(next);
    },
  };
}

/** The line between picture and chat: drawn by hand, or moved by keys. */
export function SplitHandle({ split: { percent, choose } }: { split: PictureSplit }) {
  const { t } = useLingui();
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    const handle = event.currentTarget;
    handle.setPointerCapture(event.pointerId);
    const from = event.clientY;
    const move = ({ clientY }: globalThis.PointerEvent) =>
      choose(percent + ((clientY - from) / window.innerHeight) * 100);
    handle.addEventListener('pointermove', move);
    const stop = () => handle.removeEventListener('pointermove', move);
    handle.addEventListener('lostpointercapture', stop, { once: true });
  };
  const press = (event: KeyboardEvent) => {
    const steps: Partial<Record<string, number>> = {
      ArrowUp: percent - STEP,
      ArrowDown: percent + STEP,
      Home: LOW,
      End: HIGH,
    };
    const wished = steps[event.key];
    if (wished === undefined) return;
    event.preventDefault();
    choose(wished);
  };
  return (
    <div
      role="separator"
      tabIndex={0}
      aria-label={t`Height of the picture`}
      aria-orientation="horizontal"
      aria-valuemin={LOW}
      aria-valuemax={HIGH}
      aria-valuenow={percent}
      onPointerDown={drag}
      onKeyDown={press}
      className="grid h-6 cursor-row-resize touch-none place-items-center rounded-base xl:hidden"
    >
      <span aria-hidden="true" className="h-1 w-12 rounded-full bg-edge" />
    </div>
  );
}

const within = (percent: number) => Math.min(HIGH, Math.max(LOW, Math.round(percent)));

/** What a picture of the usual shape takes of this screen. */
function shapePercent(): number {
  return within((((window.innerWidth / 16) * 9) / window.innerHeight) * 100);
}

function kept(): number | null {
  try {
    const percent = Number(localStorage.getItem(KEPT_AS));
    return percent > 0 ? within(percent) : null;
  } catch {
    return null; // storage is forbidden here: nothing is remembered
  }
}

function keep(percent: number): void {
  try {
    localStorage.setItem(KEPT_AS, String(percent));
  } catch {
    // the same
  }
}
