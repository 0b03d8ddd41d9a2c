import { useLingui } from '@lingui/react/macro';
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { duration as spoken, timecode } from '../../lib/format';
import { cx } from '../../ui/cx';
import { type Range, sharesOf } from './ranges';
import { type Strip, tileAt } from './strip';

/** A part of a video with a title of its own. */
export interface Chapter {
  atMs: number;
  title: string;
}

interface SeekBarProps {
  seconds: number;
  duration: number;
  /** Of what still goes on: where that is by now. */
  live?: number | null;
  buffered: readonly Range[];
  /** What the account has paid for. */
  owned: readonly Range[];
  /** Its first seconds that cost nothing; null where nothing does. */
  freeSeconds: number | null;
  chapters: readonly Chapter[];
  strip: (Strip & { src: string }) | null;
  onSeek: (seconds: number) => void;
}

/** A preview is so wide at most. */
const PREVIEW = 160;
const [STEP, LEAP] = [5, 60];

/**
 * The line along a video: what was played, what is there, what is free and what was paid for
 * already. From left to right in every language, as players are.
 */
export function SeekBar(props: SeekBarProps) {
  const { seconds, duration, live = null, buffered, owned, freeSeconds, chapters, strip, onSeek } = props;
  const { t, i18n } = useLingui();
  const bar = useRef<HTMLDivElement>(null);
  const [hovered, setHovered] = useState<number | null>(null);
  const [dragged, setDragged] = useState<number | null>(null);
  const now = dragged ?? seconds;
  const at = (clientX: number) => {
    const box = bar.current?.getBoundingClientRect();
    if (!box || box.width === 0) return 0;
    return Math.max(0, Math.min(1, (clientX - box.left) / box.width)) * duration;
  };
  const grab = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0 || duration === 0) return;
    const handle = event.currentTarget;
    handle.setPointerCapture(event.pointerId);
    let last = at(event.clientX);
    setDragged(last);
    const move = ({ clientX }: globalThis.PointerEvent) => {
      last = at(clientX);
      setDragged(last);
      setHovered(last);
    };
    handle.addEventListener('pointermove', move);
    const stop = (ended: Event) => {
      handle.removeEventListener('pointermove', move);
      handle.removeEventListener('pointerup', stop);
      handle.removeEventListener('pointercancel', stop);
      setDragged(null);
      if (ended.type === 'pointerup') onSeek(last);
    };
    handle.addEventListener('pointerup', stop);
    handle.addEventListener('pointercancel', stop);
  };
  const press = (event: KeyboardEvent) => {
    const wished: Partial<Record<string, number>> = {
      ArrowLeft: seconds - STEP,
      ArrowDown: seconds - STEP,
      ArrowRight: seconds + STEP,
      ArrowUp: seconds + STEP,
      PageDown: seconds - LEAP,
      PageUp: seconds + LEAP,
      Home: 0,
      End: duration,
    };
    const to = wished[event.key];
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    onSeek(Math.max(0, Math.min(duration, to)));
  };
  const percent = duration > 0 ? (now / duration) * 100 : 0;
  const [place, length] = [timecode(now), timecode(duration)];
  const chapter = chapterAt(chapters, now)?.title;
  const isLive = live !== null && live - now < 1;
  const behind = spoken(Math.floor((live ?? 0) - now), i18n);
  const said =
    live === null
      ? t`${spoken(Math.floor(now), i18n)} of ${spoken(Math.floor(duration), i18n)}`
      : isLive
        ? t`Live`
        : t`${behind} behind live`;
  return (
    <div
      ref={bar}
      role="slider"
      tabIndex={0}
      aria-label={t`Place in the video`}
      aria-valuemin={0}
      aria-valuemax={Math.floor(duration)}
      aria-valuenow={Math.floor(now)}
      aria-valuetext={chapter ? `${said}. ${chapter}` : said}
      data-place={place}
      data-length={length}
      onPointerDown={grab}
      onPointerMove={(event) => event.pointerType !== 'touch' && setHovered(at(event.clientX))}
      onPointerLeave={() => setHovered(null)}
      onKeyDown={press}
      className="group relative flex h-6 w-full cursor-pointer touch-none items-center rounded-base focus-visible:outline-on-picture"
    >
      <div className="relative h-1 w-full overflow-hidden rounded-full bg-on-picture/25 transition-[height] group-hover:h-1.5">
        <Ranges ranges={buffered} length={duration} className="bg-on-picture/35" />
        <span
          className={cx('absolute inset-y-0 left-0', isLive ? 'bg-live' : 'bg-accent')}
          style={{ width: `${percent}%` }}
        />
        {chapters.slice(1).map(({ atMs, title }) => (
          <span
            key={`${atMs} ${title}`}
            className="absolute inset-y-0 w-0.5 -translate-x-1/2 bg-scrim"
            style={{ left: `${(atMs / 10 / Math.max(1, duration)).toFixed(3)}%` }}
          />
        ))}
        {live !== null && <span data-live className="absolute inset-y-0 right-0 w-1 bg-live" />}
      </div>
      {/* under the line, so that what was played does not cover it */}
      {freeSeconds !== null && (
        <div className="absolute inset-x-0 bottom-0.5 h-0.5 overflow-hidden rounded-full">
          {freeSeconds > 0 && (
            <Ranges ranges={[[0, freeSeconds]]} length={duration} className="bg-on-picture/70" name="free" />
          )}
          <Ranges ranges={owned} length={duration} className="bg-accent" name="owned" />
        </div>
      )}
      <span
        aria-hidden="true"
        className={cx(
          'absolute top-1/2 size-3 -translate-1/2 rounded-full shadow-float transition-transform group-hover:scale-125',
          isLive ? 'bg-live' : 'bg-accent',
          dragged !== null && 'scale-125',
        )}
        style={{ left: `${percent}%` }}
      />
      {(dragged ?? hovered) !== null && duration > 0 && (
        <Preview seconds={dragged ?? hovered ?? 0} {...{ duration, strip, chapters }} />
      )}
    </div>
  );
}

/** The chapter that a moment is in. */
export function chapterAt(chapters: readonly Chapter[], seconds: number): Chapter | undefined {
  return chapters.findLast(({ atMs }) => atMs <= seconds * 1_000);
}

function Ranges({
  ranges,
  length,
  className,
  name,
}: {
  ranges: readonly Range[];
  length: number;
  className: string;
  name?: string;
}) {
  return sharesOf(ranges, length).map(({ start, width }) => (
    <span
      key={start}
      data-range={name}
      className={cx('absolute inset-y-0', className)}
      style={{ left: `${start}%`, width: `${width}%` }}
    />
  ));
}

function Preview({
  seconds,
  duration,
  strip,
  chapters,
}: { seconds: number } & Pick<SeekBarProps, 'duration' | 'strip' | 'chapters'>) {
  const tile = strip && tileAt(strip, seconds * 1_000);
  const scale = strip ? Math.min(1, PREVIEW / strip.width) : 1;
  const chapter = chapterAt(chapters, seconds)?.title;
  const width = strip ? strip.width * scale : 64;
  const left = `clamp(${width / 2}px, ${(seconds / duration) * 100}%, calc(100% - ${width / 2}px))`;
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none absolute bottom-6 flex -translate-x-1/2 flex-col items-center gap-1"
      style={{ left }}
    >
      {strip && tile && (
        <span
          className="block overflow-hidden rounded-base border border-on-picture/30 bg-scrim"
          style={{
            width: strip.width * scale,
            height: strip.height * scale,
            backgroundImage: `url("${strip.src}")`,
            backgroundPosition: `${-tile.x * scale}px ${-tile.y * scale}px`,
            backgroundSize: `${tile.sheetWidth * scale}px ${tile.sheetHeight * scale}px`,
          }}
        />
      )}
      <span className="max-w-52 truncate rounded-base bg-scrim px-1.5 py-0.5 text-2xs text-on-picture tabular-nums">
        {timecode(seconds)}
        {chapter && (
          <>
            {' · '}
            <bdi>{chapter}</bdi>
          </>
        )}
      </span>
    </div>
  );
}
