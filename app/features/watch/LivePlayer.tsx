import { useLingui } from '@lingui/react/macro';
import { useRevalidator } from '@remix-run/react';
import { Suspense, useEffect, useRef, useState } from 'react';
import { type TickStream } from '../../../sdk/use-tick-stream';
import { type StreamDetail } from '../../lib/api';
import { duration } from '../../lib/format';
import { LiveLabels } from '../../ui/StreamCard';
import { type RoomFeed } from '../chat/room-feed';
import { RaidInvitation } from '../raids/RaidInvitation';
import { StageBar } from '../stage/StageBar';
import { stageLayout, StageTiles } from '../stage/StageTiles';
import { useGuest } from '../stage/useGuest';
import { useStage } from '../stage/useStage';
import { useMe } from '../../lib/me';
import { Dock } from './Dock';
import { LimitDialog } from './LimitDialog';
import { MoneyBar, MoneyOnPicture } from './MoneyBar';
import { Player } from './Player';
import { SceneCard, Step } from './SceneCard';
import { type Entry } from './entry';
import { type Past, type PastPlace } from './past';
import { caption, lineWords, needWords, sceneWords, type SceneWords, useWatchPrice } from './scene-words';
import { useDock } from './useDock';
import { useFreshStream } from './useFreshStream';
import { useLate } from './useLate';
import { useLine } from './useLine';
import { useOutside } from './useOutside';
import { useSound } from './useSound';
import { usePageHidden, useSuspendUnseen } from './useUnseen';
import { useWatching } from './useWatching';
import { type Scene } from './view';
import { WatchedFor } from './WatchedFor';

/** The scenes in which money goes out, or is about to. */
const CAN_LIMIT: ReadonlySet<Scene['kind']> = new Set([
  'offer',
  'preview',
  'starting',
  'playing',
  'silent',
  'mending',
  'paused',
  'spendingLimit',
  'outOfFunds',
  'late',
]);

/**
 * So long a picture that was cut for seconds that came too late is given to come back by itself.
 */
const COMES_BACK_MS = 4_000;
/** One step back. */
const STEP_SECONDS = 10;

/**
 * A live stream on its own page: the picture, what it costs, and every way on from wherever the
 * viewer stands.
 */
export function LivePlayer({
  stream: shown,
  feed,
  entry,
  past,
  onPast,
}: {
  stream: StreamDetail;
  feed: RoomFeed;
  entry: Entry;
  past: Past | null;
  onPast: (place: PastPlace) => void;
}) {
  const { t, i18n } = useLingui();
  const watching = useWatching(shown, entry);
  const { tick, view } = watching;
  useRoomFeed(tick, feed);
  const stream = { ...shown, ratePerSecond: tick.snapshot.rate ?? shown.ratePerSecond };
  const sound = useSound(tick.media, tick.view, watching.held);
  const [asksLimit, setAsksLimit] = useState(false);
  const stage = useStage(shown.id, tick);
  const guest = useGuest(shown.id, tick.media, stage);
  const [equal, setEqual] = useState(false);
  const signedIn = useMe() !== null;
  const { scene, cost } = view;
  const watched = cost && duration(cost.seconds, i18n);
  // After a gap in the network the next second brings the picture back: only where it does not,
  // something is asked of the viewer.
  const stopped = useLate(scene.kind === 'late', COMES_BACK_MS);
  const said: Scene = scene.kind === 'late' && !stopped ? { kind: 'mending' } : scene;
  const price = useWatchPrice(stream);
  const line = useLine(shown.id, entry, said.kind === 'full', watching.enter);
  useFreshStream(shown.status === 'live', scene.kind === 'ended');
  const rewind = past && shown.status === 'live' ? shown.rewind : null;
  const goBack = (backSeconds: number) => rewind && onPast({ rewind, backSeconds, agreed: false });
  const stoppedFor = useStoppedFor(scene.kind === 'paused');
  const plain = lineWords(said, line, i18n) ?? sceneWords(said, price, i18n);
  const words: SceneWords | null =
    plain && rewind && scene.kind === 'paused'
      ? { ...plain, steps: [...plain.steps, { do: 'behind', label: t`Go on where you stopped` }] }
      : plain;
  const { place, docked, height } = useDock(view.picture || view.spending);
  const hidden = usePageHidden();
  const audible = tick.view.sound && !sound.muted;
  const { suspend, goOn } = watching;
  useSuspendUnseen({ hidden, audible, spending: view.spending, suspend, goOn });
  useOutside(stream, view, hidden, watching);
  useBanWords(scene.kind === 'banned');
  // what nothing live gets through to sees it a little later, without being asked
  const { unreachable } = tick.snapshot;
  const { agreed } = watching;
  useEffect(() => {
    if (unreachable && rewind) onPast({ rewind, backSeconds: null, agreed });
  }, [unreachable, rewind, agreed, onPast]);

  const actions = {
    watch: () => {
      sound.wanted();
      watching.watch();
    },
    resume: () => {
      sound.wanted();
      watching.resume();
    },
    again: watching.again,
    stand: line.stand,
    leaveLine: line.leave,
    raiseLimit: () => setAsksLimit(true),
    behind: () => goBack(stoppedFor() + STEP_SECONDS),
  };
  // What stands in the way afterwards can be seen to while the preview plays.
  const [ahead] =
    scene.kind === 'preview' && scene.needs ? needWords(scene.needs, price, tick.snapshot.wallet, i18n).steps : [];
  return (
    <>
      <p aria-live="polite" className="sr-only">
        {line.position === null ? caption(said, price, i18n) : words?.title}
      </p>
      <div className="-mx-4 sm:mx-0">
        <div ref={place} style={docked ? { height } : undefined}>
          <Dock docked={docked} said={said} stream={stream} watching={watching} place={place}>
            <Player
              stream={stream}
              watching={{ ...watching, resume: actions.resume }}
              sound={sound}
              small={docked}
              stage={
                stage.guests.length === 0
                  ? null
                  : {
                      layout: stageLayout(stage.guests.length, equal),
                      tiles: (
                        <StageTiles
                          media={tick.media}
                          guests={stage.guests}
                          pictures={tick.view.guests}
                          own={stage.seat === null ? null : { seat: stage.seat, camera: guest.devices.tracks.camera }}
                          equal={equal}
                        />
                      ),
                    }
              }
              rewind={
                past && rewind
                  ? {
                      bar: (
                        <Suspense fallback={<div className="h-6" />}>
                          <past.Bar stream={shown} rewind={rewind} onRewind={goBack} />
                        </Suspense>
                      ),
                      back: () => goBack(STEP_SECONDS),
                    }
                  : null
              }
              money={<MoneyOnPicture view={view} rate={stream.ratePerSecond} />}
              labels={<LiveLabels viewers={tick.snapshot.phase ? tick.snapshot.viewers : stream.currentViewers} />}
              card={
                words && (
                  <SceneCard words={words} stream={stream} actions={actions} wallet={tick.snapshot.wallet}>
                    {cost && watched && !view.picture && !words.busy && (
                      <WatchedFor watched={watched} amount={cost.amount} />
                    )}
                  </SceneCard>
                )
              }
            />
          </Dock>
        </div>
        <MoneyBar
          stream={stream}
          watching={watching}
          audible={audible}
          ahead={
            ahead && (
              <Step step={ahead} main={false} {...{ stream, actions }} wallet={tick.snapshot.wallet} size="small" />
            )
          }
          limit={
            CAN_LIMIT.has(scene.kind) &&
            !(scene.kind === 'preview' && scene.needs) && (
              <LimitDialog
                stream={stream}
                limit={tick.snapshot.limit}
                spent={cost?.amount ?? null}
                open={asksLimit}
                setOpen={setAsksLimit}
                setLimit={watching.setLimit}
              />
            )
          }
        />
        <StageBar
          stream={stream}
          stage={stage}
          guest={guest}
          mayRaise={signedIn && !stream.isMine && tick.snapshot.connection === 'connected'}
          {...{ equal, setEqual }}
        />
        {scene.kind === 'ended' && <RaidInvitation streamId={stream.id} watched />}
      </div>
    </>
  );
}

/** Tells for how many seconds it has been stopped. */
function useStoppedFor(stopped: boolean): () => number {
  const since = useRef<number | null>(null);
  useEffect(() => {
    since.current = stopped ? performance.now() : null;
  }, [stopped]);
  return () => (since.current === null ? 0 : (performance.now() - since.current) / 1_000);
}

/** Hands on to the chat what the room tells. */
function useRoomFeed({ media, snapshot }: TickStream, feed: RoomFeed): void {
  const inRoom = snapshot.connection === 'connected';
  useEffect(() => media.onReceived(feed.receive), [media, feed]);
  useEffect(() => {
    feed.setInRoom(inRoom);
    return () => feed.setInRoom(false);
  }, [feed, inRoom]);
}

/** Whoever is shut out reads why, until when and how to answer, below the picture. */
function useBanWords(banned: boolean): void {
  const { revalidate } = useRevalidator();
  useEffect(() => {
    if (banned) revalidate();
  }, [banned, revalidate]);
}
