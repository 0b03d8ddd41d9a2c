import { type ReactNode } from 'react';
import { cx } from '../../ui/cx';
import { Section } from '../../ui/Section';
import { type HealthRating } from './health';
import { type Figures } from './figures';
import { type StudioSnapshot } from './studio';

const DOT: Record<HealthRating['tone'], string> = {
  good: 'bg-received',
  fair: 'bg-warning',
  bad: 'bg-danger',
  resting: 'bg-edge',
};

/** How well it goes out: a rating in words first, then what it rests on. */
export function HealthPanel({ health }: { health: StudioSnapshot['health'] }) {
  return (
    <Section title="Health" className="border-t pt-8">
      <div role="status" className="flex items-start gap-3">
        <span
          aria-hidden="true"
          className={cx('mt-1.5 size-2.5 shrink-0 rounded-full', DOT[health?.rating.tone ?? 'resting'])}
        />
        <p className="max-w-[65ch] text-sm">
          <strong className="font-medium">{health?.rating.word ?? 'Not sending'}</strong>
          <span className="block text-soft">{health?.rating.advice ?? 'What goes out is measured here.'}</span>
        </p>
      </div>
      {health && <Measured figures={health.figures} />}
    </Section>
  );
}

function Measured({ figures }: { figures: Figures }) {
  const { bitsPerSecond, framesPerSecond, takenPerSecond, lost, roundTripMs, dropped, layers } = figures;
  const frames = framesPerSecond === null ? null : Math.round(framesPerSecond);
  return (
    <dl className="mt-5 grid grid-cols-2 gap-x-6 gap-y-4 text-sm sm:grid-cols-3 xl:grid-cols-6">
      <Figure label="Sent">{bitRate(bitsPerSecond)}</Figure>
      <Figure label="Frames a second">
        {frames ?? NOTHING}
        {frames !== null && takenPerSecond !== null && ` of ${Math.round(takenPerSecond)}`}
      </Figure>
      <Figure label="Dropped frames">{dropped}</Figure>
      <Figure label="Lost packets">{lost === null ? NOTHING : `${(lost * 100).toFixed(1)} %`}</Figure>
      <Figure label="Round trip">{roundTripMs === null ? NOTHING : `${roundTripMs} ms`}</Figure>
      <Figure label="Sizes">
        {layers.length === 0 ? NOTHING : layers.map(({ height }) => `${height}p`).join(', ')}
      </Figure>
    </dl>
  );
}

const NOTHING = '–';

function Figure({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-soft">{label}</dt>
      <dd className="mt-0.5 tabular-nums">{children}</dd>
    </div>
  );
}

function bitRate(bits: number): string {
  return bits >= 1_000_000 ? `${(bits / 1_000_000).toFixed(1)} Mbit/s` : `${Math.round(bits / 1000)} kbit/s`;
}
