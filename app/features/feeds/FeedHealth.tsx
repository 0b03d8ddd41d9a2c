import { bitRate, Figure, Measured, noFigure, Rating } from '../../ui/Health';
import { feedFigures } from './feed-figures';
import { rateFeed } from './feed-health';
import { type FeedView } from './look-on';

const ELSEWHERE = {
  tone: 'resting',
  word: 'Measured in another page',
  advice: 'Another page of yours looks at what arrives. Close it, then load this one again.',
} as const;

/** What arrives of a feed: in words what to change, then the figures. */
export function FeedHealth({ view: { at, samples } }: { view: FeedView }) {
  const figures = feedFigures(samples);
  if (at === 'elsewhere') return <Rating {...ELSEWHERE} />;
  return (
    <div>
      <Rating {...rateFeed(figures)} />
      {figures && (
        <Measured>
          <Figure label="Received">{bitRate(figures.bitsPerSecond)}</Figure>
          <Figure label="Size">{figures.height > 0 ? `${figures.width} × ${figures.height}` : noFigure}</Figure>
          <Figure label="Frames a second">
            {figures.framesPerSecond === null ? noFigure : Math.round(figures.framesPerSecond)}
          </Figure>
          <Figure label="Key frame every">
            {figures.keyFrameSeconds === null ? noFigure : `${figures.keyFrameSeconds.toFixed(1)} s`}
          </Figure>
          <Figure label="Lost packets">
            {figures.lost === null ? noFigure : `${(figures.lost * 100).toFixed(1)} %`}
          </Figure>
          <Figure label="Codec">{figures.codec || noFigure}</Figure>
        </Measured>
      )}
    </div>
  );
}
