import { useLingui } from '@lingui/react/macro';
import { type KeyboardEvent, type PointerEvent, type RefObject, useRef } from 'react';
import { duration as spoken, timecode } from '../../lib/format';
import { type Choice, moveEnd } from './clip-span';

/** How far a key moves an end, in seconds. */
const [STEP, LEAP] = [1, 5];

interface ClipTrackProps {
  choice: Choice;
  onChange: (choice: Choice) => void;
  /** Where the preview is, in seconds. */
  seconds: number;
}

/**
 * The stretch of a video that a clip is chosen from, with a handle at each end of what is chosen.
 * From left to right in every language, as players are.
 */
export function ClipTrack({ choice, onChange, seconds }: ClipTrackProps) {
  const track = useRef<HTMLDivElement>(null);
  const { span, within } = choice;
  const share = (at: number) => ((at - within[0]) / (within[1] - within[0])) * 100;
  const [left, right] = [share(span[0]), share(span[1])];
  const now = Math.max(left, Math.min(right, share(seconds)));
  const move = (end: 'from' | 'to') => (to: number) => onChange(moveEnd(choice, end, to));
  return (
    <div dir="ltr" className="mt-4">
      <div ref={track} className="relative mx-2 h-12 touch-none rounded-base bg-sunken select-none">
        <span
          aria-hidden="true"
          className="absolute inset-y-0 border-y-2 border-accent-edge bg-accent/25"
          style={{ left: `${left}%`, width: `${right - left}%` }}
        />
        <span
          aria-hidden="true"
          className="absolute inset-y-1 w-0.5 -translate-x-1/2 bg-ink"
          style={{ left: `${now}%` }}
        />
        <Handle end="from" {...{ choice, track }} place={left} move={move('from')} />
        <Handle end="to" {...{ choice, track }} place={right} move={move('to')} />
      </div>
      <p className="mx-2 mt-1.5 flex justify-between text-xs text-soft tabular-nums">
        <bdi>{timecode(within[0])}</bdi>
        <bdi className="font-medium text-ink">
          {timecode(span[0])} – {timecode(span[1])}
        </bdi>
        <bdi>{timecode(within[1])}</bdi>
      </p>
    </div>
  );
}

interface HandleProps {
  end: 'from' | 'to';
  choice: Choice;
  /** In parts of a hundred of the track. */
  place: number;
  move: (to: number) => void;
  track: RefObject<HTMLElement | null>;
}

function Handle({ end, choice: { span, within }, place, move, track }: HandleProps) {
  const { t, i18n } = useLingui();
  const value = end === 'from' ? span[0] : span[1];
  const grab = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const drag = (event: PointerEvent<HTMLElement>) => {
    const box = track.current?.getBoundingClientRect();
    if (!box || box.width === 0 || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    move(within[0] + ((event.clientX - box.left) / box.width) * (within[1] - within[0]));
  };
  const press = (event: KeyboardEvent) => {
    const wished: Partial<Record<string, number>> = {
      ArrowLeft: value - STEP,
      ArrowDown: value - STEP,
      ArrowRight: value + STEP,
      ArrowUp: value + STEP,
      PageDown: value - LEAP,
      PageUp: value + LEAP,
      Home: within[0],
      End: within[1],
    };
    const to = wished[event.key];
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    move(to);
  };
  return (
    <span
      role="slider"
      tabIndex={0}
      aria-label={end === 'from' ? t`Where it begins` : t`Where it ends`}
      aria-valuemin={Math.floor(within[0])}
      aria-valuemax={Math.floor(within[1])}
      aria-valuenow={Math.round(value)}
      aria-valuetext={spoken(Math.round(value), i18n)}
      onPointerDown={grab}
      onPointerMove={drag}
      onKeyDown={press}
      className="absolute inset-y-0 grid w-6 -translate-x-1/2 cursor-ew-resize place-items-center rounded-base"
      style={{ left: `${place}%` }}
    >
      <span className="h-full w-2 rounded-base border border-accent-edge bg-accent" />
    </span>
  );
}
