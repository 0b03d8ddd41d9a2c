import { bitRate, Figure, Measured, noFigure, Rating } from '../../ui/Health';
import { Section } from '../../ui/Section';
import { type Figures } from './figures';
import { type StudioSnapshot } from './studio';

/** Nothing was measured yet. */
const NOT_SENDING = { tone: 'resting', word: 'Not sending', advice: 'What goes out is measured here.' } as const;

/** How well it goes out: a rating in words first, then what it rests on. */
export function HealthPanel({ health }: { health: StudioSnapshot['health'] }) {
  return (
    <Section title="Health" className="border-t pt-8">
      <Rating {...(health?.rating ?? NOT_SENDING)} />
      {health && <MeasuredFigures figures={health.figures} />}
    </Section>
  );
}

function MeasuredFigures({ figures }: { figures: Figures }) {
  const { bitsPerSecond, framesPerSecond, takenPerSecond, lost, roundTripMs, dropped, layers } = figures;
  const frames = framesPerSecond === null ? null : Math.round(framesPerSecond);
  return (
    <Measured>
      <Figure label="Sent">{bitRate(bitsPerSecond)}</Figure>
      <Figure label="Frames a second">
        {frames ?? noFigure}
        {frames !== null && takenPerSecond !== null && ` of ${Math.round(takenPerSecond)}`}
      </Figure>
      <Figure label="Dropped frames">{dropped}</Figure>
      <Figure label="Lost packets">{lost === null ? noFigure : `${(lost * 100).toFixed(1)} %`}</Figure>
      <Figure label="Round trip">{roundTripMs === null ? noFigure : `${roundTripMs} ms`}</Figure>
      <Figure label="Sizes">
        {layers.length === 0 ? noFigure : layers.map(({ height }) => `${height}p`).join(', ')}
      </Figure>
    </Measured>
  );
}
