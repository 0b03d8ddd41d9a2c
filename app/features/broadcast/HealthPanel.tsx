import { Trans, useLingui } from '@lingui/react/macro';
import { says } from '../../../texts/says';
import { bitRate, Figure, Measured, noFigure, percent, Rating } from '../../ui/Health';
import { Section } from '../../ui/Section';
import { type Figures } from './figures';
import { type StudioSnapshot } from './studio';

/** Nothing was measured yet. */
const NOT_SENDING = {
  tone: 'resting',
  word: says('Not sending'),
  advice: says('What goes out is measured here.'),
} as const;

/** How well it goes out: a rating in words first, then what it rests on. */
export function HealthPanel({ health }: { health: StudioSnapshot['health'] }) {
  const { t } = useLingui();
  return (
    <Section title={t`Health`} className="border-t pt-8">
      <Rating {...(health?.rating ?? NOT_SENDING)} />
      {health && <MeasuredFigures figures={health.figures} />}
    </Section>
  );
}

function MeasuredFigures({ figures }: { figures: Figures }) {
  const { t, i18n } = useLingui();
  const { bitsPerSecond, framesPerSecond, takenPerSecond, lost, roundTripMs, dropped, layers } = figures;
  const frames = framesPerSecond === null ? null : Math.round(framesPerSecond);
  const taken = takenPerSecond === null ? null : Math.round(takenPerSecond);
  return (
    <Measured>
      <Figure label={t`Sent`}>{bitRate(bitsPerSecond, i18n)}</Figure>
      <Figure label={t`Frames a second`}>
        {frames !== null && taken !== null ? (
          <Trans>
            {frames} of {taken}
          </Trans>
        ) : (
          (frames ?? noFigure)
        )}
      </Figure>
      <Figure label={t`Dropped frames`}>{dropped}</Figure>
      <Figure label={t`Lost packets`}>{lost === null ? noFigure : percent(lost, i18n)}</Figure>
      <Figure label={t`Round trip`}>{roundTripMs === null ? noFigure : t`${roundTripMs} ms`}</Figure>
      <Figure label={t`Sizes`}>
        {layers.length === 0 ? noFigure : <bdi dir="ltr">{layers.map(({ height }) => `${height}p`).join(', ')}</bdi>}
      </Figure>
    </Measured>
  );
}
