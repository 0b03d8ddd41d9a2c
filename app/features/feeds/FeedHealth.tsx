import { useLingui } from '@lingui/react/macro';
import { says } from '../../../texts/says';
import { bitRate, Figure, Measured, noFigure, percent, Rating } from '../../ui/Health';
import { feedFigures } from './feed-figures';
import { rateFeed } from './feed-health';
import { type FeedView } from './look-on';

const ELSEWHERE = {
  tone: 'resting',
  word: says('Measured in another page'),
  advice: says('Another page of yours looks at what arrives. Close it, then load this one again.'),
} as const;

/** What arrives of a feed: in words what to change, then the figures. */
export function FeedHealth({ view: { at, samples } }: { view: FeedView }) {
  const { t, i18n } = useLingui();
  const figures = feedFigures(samples);
  const seconds = figures?.keyFrameSeconds?.toFixed(1);
  if (at === 'elsewhere') return <Rating {...ELSEWHERE} />;
  return (
    <div>
      <Rating {...rateFeed(figures, i18n)} />
      {figures && (
        <Measured>
          <Figure label={t`Received`}>{bitRate(figures.bitsPerSecond, i18n)}</Figure>
          <Figure label={t`Size`}>
            {figures.height > 0 ? <bdi dir="ltr">{`${figures.width} × ${figures.height}`}</bdi> : noFigure}
          </Figure>
          <Figure label={t`Frames a second`}>
            {figures.framesPerSecond === null ? noFigure : Math.round(figures.framesPerSecond)}
          </Figure>
          <Figure label={t`Key frame every`}>{seconds ? t`${seconds} s` : noFigure}</Figure>
          <Figure label={t`Lost packets`}>{figures.lost === null ? noFigure : percent(figures.lost, i18n)}</Figure>
          <Figure label={t`Codec`}>{figures.codec || noFigure}</Figure>
        </Measured>
      )}
    </div>
  );
}
