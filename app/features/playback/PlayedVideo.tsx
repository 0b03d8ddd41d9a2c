import { useLingui } from '@lingui/react/macro';
import { type ReactNode, useCallback, useState } from 'react';
import { type StreamDetail } from '../../lib/api';
import { duration } from '../../lib/format';
import { SecondHand } from '../../ui/SecondHand';
import { LimitDialog } from '../watch/LimitDialog';
import { Cost } from '../watch/MoneyBar';
import { SceneCard, Step } from '../watch/SceneCard';
import { needWords, useWatchPrice } from '../watch/scene-words';
import { type Entry } from '../watch/entry';
import { useOutside } from '../watch/useOutside';
import { usePageHidden, useSuspendUnseen } from '../watch/useUnseen';
import { WatchedFor } from '../watch/WatchedFor';
import { useMakeClip } from './clip-place';
import { type VideoDescription } from './description';
import { tidy } from './ranges';
import { type Played } from './usePlayed';
import { videoCaption, videoWords } from './video-words';
import { VideoMoneyBar } from './VideoMoneyBar';
import { VideoPlayer } from './VideoPlayer';

/** The scenes in which money goes out, or is about to. */
const CAN_LIMIT: ReadonlySet<string> = new Set(['offer', 'playing', 'mending', 'spendingLimit', 'outOfFunds']);

interface PlayedVideoProps {
  /** As it is shown, at the price that it has. */
  stream: StreamDetail;
  description: VideoDescription;
  videoId: string;
  entry: Entry;
  played: Played;
  labels: ReactNode;
  /** The way to what is live. */
  live?: ReactNode;
  /** A line between the picture and what it costs. */
  note?: ReactNode;
  onSeek: (seconds: number) => void;
}

/** A video with what it costs and what there is to say, wherever it is played. */
export function PlayedVideo(props: PlayedVideoProps) {
  const { stream, description, videoId, entry, played, labels, live, note, onSeek } = props;
  const { i18n } = useLingui();
  const { here, control, video, scene, free, owned, counting, spending, cost, media } = played;
  const { snapshot } = here;
  const price = useWatchPrice(stream);
  const words = videoWords(scene, price, i18n);
  const rate = stream.ratePerSecond;

  const togglePlay = () => {
    if (video.plays) return control.pause();
    if (video.ended) control.seek(0);
    control.play();
  };
  const hidden = usePageHidden();
  const audible = !video.muted && video.volume > 0;
  const pause = useCallback(() => control.pause(), [control]);
  const play = useCallback(() => control.play(), [control]);
  useSuspendUnseen({ hidden, audible, spending: spending && counting, suspend: pause, goOn: play });
  useOutside(stream, { spending: counting, picture: video.plays, cost }, hidden, { pause, resume: play });

  const makeClip = useMakeClip();
  const [clipAt, setClipAt] = useState<number | null>(null);
  const freeSeconds = snapshot?.freeSeconds ?? 0;
  const length = played.source.growing?.edge ?? (video.duration || description.durationMs / 1_000);
  const had = free ? [[0, length] as const] : tidy([[0, freeSeconds], ...owned]);
  const mayClip = makeClip !== null && media !== null && (stream.clipsAllowed || stream.isMine);
  const clip = () => {
    control.pause();
    setClipAt(video.seconds);
  };

  const [asksLimit, setAsksLimit] = useState(false);
  const watch = () => {
    here.pay();
    control.play();
  };
  const actions = {
    watch,
    // what was missing may be there by now: only opening it anew tells
    resume: snapshot?.needs ? here.again : watch,
    again: here.again,
    raiseLimit: () => setAsksLimit(true),
    stand: () => undefined,
    leaveLine: () => undefined,
    behind: () => undefined,
  };
  // what stands in the way afterwards can be seen to while the free part plays
  const inFreePart = scene.kind === 'playing' && scene.how === 'free' && !free;
  const [ahead] = inFreePart && snapshot?.needs ? needWords(snapshot.needs, price, snapshot.wallet, i18n).steps : [];
  const wallet = snapshot?.wallet ?? null;
  const watched = cost && duration(cost.seconds, i18n);
  return (
    <>
      <p aria-live="polite" className="sr-only">
        {videoCaption(scene, price, i18n)}
      </p>
      <VideoPlayer
        {...{ stream, description, control, video, media, owned, labels, live, onSeek }}
        spending={counting}
        source={played.source}
        freeSeconds={free ? null : freeSeconds}
        onClip={mayClip ? clip : null}
        onElement={played.setElement}
        onPlay={togglePlay}
        onQuality={played.choose}
        money={
          cost && (
            <span className="flex items-center gap-2 whitespace-nowrap tabular-nums">
              <SecondHand running={counting} seconds={Number(cost.seconds)} className="size-4" />
              <span className="truncate [&_span]:text-inherit">
                <Cost cost={cost} rate={rate} />
              </span>
            </span>
          )
        }
        card={
          words && (
            <SceneCard words={words} stream={stream} actions={actions} wallet={wallet}>
              {cost && watched && !words.busy && <WatchedFor watched={watched} amount={cost.amount} />}
            </SceneCard>
          )
        }
      />
      {note}
      {mayClip &&
        clipAt !== null &&
        makeClip({ videoId, stream, entry, media, seconds: clipAt, had, close: () => setClipAt(null) })}
      <VideoMoneyBar
        {...{ stream, snapshot, scene, cost, counting }}
        pay={here.pay}
        stopPaying={() => {
          here.stopPaying();
          if (!inFreePart) control.pause();
        }}
        ahead={
          ahead && <Step step={ahead} main={false} stream={stream} actions={actions} wallet={wallet} size="small" />
        }
        limit={
          CAN_LIMIT.has(scene.kind) &&
          !snapshot?.needs && (
            <LimitDialog
              stream={stream}
              limit={snapshot?.limit ?? null}
              spent={cost?.amount ?? null}
              open={asksLimit}
              setOpen={setAsksLimit}
              setLimit={here.setLimit}
            />
          )
        }
      />
    </>
  );
}
