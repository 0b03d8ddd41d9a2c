import { Trans, useLingui } from '@lingui/react/macro';
import { useSearchParams } from '@remix-run/react';
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { type StreamDetail } from '../../lib/api';
import { apiClient } from '../../lib/api-client';
import { duration, timecode } from '../../lib/format';
import { useMe } from '../../lib/me';
import { Badge } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { Money } from '../../ui/Money';
import { VideoFrom } from '../../ui/StreamCard';
import { type Entry } from '../watch/entry';
import { LimitDialog } from '../watch/LimitDialog';
import { Cost } from '../watch/MoneyBar';
import { SceneCard, Step } from '../watch/SceneCard';
import { needWords, useWatchPrice } from '../watch/scene-words';
import { useOutside } from '../watch/useOutside';
import { usePageHidden, useSuspendUnseen } from '../watch/useUnseen';
import { keptVolume } from '../watch/useSound';
import { SecondHand } from '../../ui/SecondHand';
import { Chapters } from './Chapters';
import { type VideoDescription } from './description';
import { type MakeClip } from './clip-place';
import { covers, type Range, tidy } from './ranges';
import { beginningOf } from './start-at';
import { usePlaying } from './usePlaying';
import { useKeptPosition } from './useKeptPosition';
import { createVideoControl, EMPTY_VIDEO } from './video-control';
import { videoScene } from './video-scene';
import { AUTO, startSource, type VideoSource } from './video-source';
import { type VideoTime } from './video-time';
import { videoCaption, videoWords } from './video-words';
import { VideoMoneyBar } from './VideoMoneyBar';
import { VideoPlayer } from './VideoPlayer';

const NO_SOURCE = { qualities: [], chosen: AUTO, problem: null };
const NONE: readonly Range[] = [];
/** The scenes in which money goes out, or is about to. */
const CAN_LIMIT: ReadonlySet<string> = new Set(['offer', 'playing', 'mending', 'spendingLimit', 'outOfFunds']);

interface VideoStagePlayerProps {
  stream: StreamDetail;
  description: VideoDescription;
  entry: Entry;
  /** Told where the video is. */
  time: VideoTime;
  makeClip?: MakeClip | undefined;
}

/** A video on its own page: the picture, what it costs, and every way on. */
export function VideoStagePlayer({ stream: shown, description, entry, time, makeClip }: VideoStagePlayerProps) {
  const { i18n } = useLingui();
  const [search] = useSearchParams();
  const [beginning] = useState(() => beginningOf(search.get('t'), description));
  const [tellsLeft, setTellsLeft] = useState(beginning.left);
  const signedIn = useMe() !== null;
  const here = usePlaying(shown, entry);
  const { playing, snapshot } = here;
  const stream = { ...shown, ratePerSecond: snapshot?.rate ?? shown.ratePerSecond };

  const [control] = useState(createVideoControl);
  const video = useSyncExternalStore(
    control.onChange,
    () => control.view,
    () => EMPTY_VIDEO,
  );
  const [element, setElement] = useState<HTMLVideoElement | null>(null);
  useEffect(() => (element ? control.attach(element) : undefined), [control, element]);
  useEffect(() => {
    if (element) control.setVolume(keptVolume());
  }, [control, element]);

  // the source is a new one after each opening: it goes on where it was
  const media = snapshot?.media ?? null;
  const free = snapshot?.free ?? true;
  const [source, setSource] = useState<VideoSource | null>(null);
  const chosen = useRef(AUTO);
  const goesOn = useRef({ at: beginning.ms / 1_000, plays: true });
  useEffect(() => {
    if (!element || !playing || media === null) return;
    const { at, plays } = goesOn.current;
    const made = startSource({
      element,
      media,
      startSeconds: at,
      chosen: chosen.current,
      secure: free ? null : (from, to, signal) => playing.secure(from, to, signal),
    });
    setSource(made);
    if (plays) control.play();
    return () => {
      goesOn.current = { at: element.currentTime, plays: control.view.plays };
      made.stop();
      setSource(null);
    };
  }, [element, playing, media, free, control]);
  const sourceView = useSyncExternalStore(
    useCallback((listener: () => void) => source?.onChange(listener) ?? (() => undefined), [source]),
    () => source?.view ?? NO_SOURCE,
    () => NO_SOURCE,
  );

  const scene = videoScene({ snapshot, video, problem: sourceView.problem });
  const price = useWatchPrice(stream);
  const words = videoWords(scene, price, i18n);
  const owned = snapshot?.owned ?? NONE;
  const ownedAtFirst = useOwnedAtFirst(owned, media);
  const second = Math.floor(video.seconds);
  const moving = video.plays && !video.starved;
  const fresh = !free && second >= (snapshot?.freeSeconds ?? 0) && !covers(ownedAtFirst, [second, second + 1]);
  const counting = moving && fresh && snapshot?.pays === true;
  const spending = !free && snapshot?.pays === true && video.plays;
  const rate = stream.ratePerSecond;
  const cost =
    snapshot && snapshot.spent > 0n && rate > 0n ? { seconds: snapshot.spent / rate, amount: snapshot.spent } : null;

  useKeptPosition(video, (ms) => {
    if (signedIn)
      void apiClient()
        .trpc.playback.keepPosition.mutate({ videoId: shown.id, positionMs: ms })
        .catch(() => undefined);
  });
  useEffect(() => time.set(video.seconds * 1_000), [time, video.seconds]);

  const seek = useCallback(
    (seconds: number) => {
      setTellsLeft(false);
      control.seek(seconds);
    },
    [control],
  );
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

  const [clipAt, setClipAt] = useState<number | null>(null);
  const length = video.duration || description.durationMs / 1_000;
  const had = free ? [[0, length] as const] : tidy([[0, snapshot?.freeSeconds ?? 0], ...owned]);
  const mayClip = makeClip && media !== null && (shown.clipsAllowed || shown.isMine);
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
  };
  // what stands in the way afterwards can be seen to while the free part plays
  const inFreePart = scene.kind === 'playing' && scene.how === 'free' && !free;
  const [ahead] = inFreePart && snapshot?.needs ? needWords(snapshot.needs, price, snapshot.wallet, i18n).steps : [];
  const wallet = snapshot?.wallet ?? null;
  const watched = cost && duration(cost.seconds, i18n);
  const left = timecode(beginning.ms / 1_000);
  return (
    <>
      <p aria-live="polite" className="sr-only">
        {videoCaption(scene, price, i18n)}
      </p>
      <div className="-mx-4 sm:mx-0">
        <VideoPlayer
          {...{ stream, description, control, video, media, owned, spending: counting }}
          source={sourceView}
          freeSeconds={free ? null : (snapshot?.freeSeconds ?? 0)}
          onElement={setElement}
          onPlay={togglePlay}
          onSeek={seek}
          onQuality={(name) => {
            chosen.current = name;
            source?.choose(name);
          }}
          onClip={mayClip ? clip : null}
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
          labels={
            shown.startedAt && (
              <Badge tone="onPicture">
                <span>
                  <VideoFrom video={shown.video} at={shown.startedAt} />
                </span>
              </Badge>
            )
          }
          card={
            words && (
              <SceneCard words={words} stream={stream} actions={actions} wallet={wallet}>
                {cost && watched && !words.busy && (
                  <p className="mt-1 text-sm tabular-nums">
                    <Trans>
                      You watched {watched} for <Money amount={cost.amount} />.
                    </Trans>
                  </p>
                )}
              </SceneCard>
            )
          }
        />
        {tellsLeft && (
          <p role="status" className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b px-4 py-2.5 text-sm sm:px-0">
            <span className="text-soft">
              <Trans>
                You left at <bdi className="tabular-nums">{left}</bdi>: it goes on from there.
              </Trans>
            </span>
            <Button size="small" onClick={() => seek(0)}>
              <Trans>From the beginning</Trans>
            </Button>
          </p>
        )}
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
        <Chapters chapters={description.chapters} seconds={video.seconds} onSeek={seek} />
      </div>
      {mayClip &&
        clipAt !== null &&
        makeClip({ stream: shown, entry, media, seconds: clipAt, had, close: () => setClipAt(null) })}
    </>
  );
}

/** What was owned already when this opening began: playing it again pays nothing. */
function useOwnedAtFirst(owned: readonly Range[], media: string | null): readonly Range[] {
  const [first, setFirst] = useState<{ media: string | null; owned: readonly Range[] }>({ media: null, owned: NONE });
  if (media !== null && first.media === null) {
    setFirst({ media, owned });
    return owned;
  }
  return first.owned;
}
