import { cx } from './cx';

interface SecondHandProps {
  /**
   * Whether it goes. On a player: whether this second is being paid. It stands still at once when
   * not.
   */
  running: boolean;
  /**
   * Seconds counted so far: each new one fills the ring once. Without it the ring goes round by
   * itself (loading).
   */
  seconds?: number;
  /** How far it is filled while it stands, 0 to 100; the logo stands at 72. */
  fill?: number;
  /** The pupil in the middle: the logo has it, and so has the favicon. */
  pupil?: boolean;
  tone?: 'accent' | 'current';
  className?: string;
}

/**
 * The signature: a thin ring that fills once a second. One look tells whether it counts. It says
 * nothing to screen readers; the words beside it do.
 */
export function SecondHand({ running, seconds, fill = 0, pupil = false, tone = 'accent', className }: SecondHandProps) {
  const counted = seconds !== undefined;
  // At nothing it is not drawn at all: a stroke of no length is a speck.
  const filled = running || fill > 0 || (counted && seconds > 0);
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className={cx('shrink-0', className)}>
      <g fill="none" strokeWidth="2.25">
        <circle cx="12" cy="12" r="10" className="stroke-current opacity-20" />
        {filled && (
          <circle
            // A new second is a new stroke from the top.
            key={counted ? seconds : 'round'}
            cx="12"
            cy="12"
            r="10"
            pathLength="100"
            strokeDasharray="100"
            strokeDashoffset={100 - fill}
            strokeLinecap="round"
            transform="rotate(-90 12 12)"
            data-running={running || undefined}
            data-counted={counted || undefined}
            className={cx(
              tone === 'accent' ? 'stroke-accent' : 'stroke-current',
              // A paused animation holds its place, but it must have begun: before it, the offset
              // above counts.
              (running || (counted && seconds > 0)) && 'second-hand',
            )}
          />
        )}
      </g>
      {pupil && <circle cx="12" cy="12" r="3.25" className="fill-current" />}
    </svg>
  );
}

/** The name of the place with its ring; the ring goes round while a page is on its way. */
export function Logo({ loading = false }: { loading?: boolean }) {
  return (
    <span className="inline-flex items-center gap-2.5 text-ink">
      <SecondHand running={loading} fill={72} pupil className="size-6" />
      <span className="text-lg leading-none display">Vilokanam</span>
    </span>
  );
}
