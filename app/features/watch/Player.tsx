import { Trans, useLingui } from '@lingui/react/macro';
import { type KeyboardEvent, type ReactNode, type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { VolumeX } from 'lucide-react';
import { type StreamDetail } from '../../lib/api';
import { cx } from '../../ui/cx';
import { SecondHand } from '../../ui/SecondHand';
import { TileName } from '../../ui/Tile';
import { KeyHelp, REWIND_KEYS } from './KeyHelp';
import { playerKey, type PlayerKey } from './player-keys';
import { PlayerControls } from './PlayerControls';
import { type Sound } from './useSound';
import { togglePictureInPicture, useFullscreen } from './useFullscreen';
import { useIdle } from './useIdle';
import { useLate } from './useLate';
import { usePageKeys } from './usePageKeys';
import { usePictureClicks } from './usePictureClicks';
import { type WatchingHere } from './useWatching';
import { useTheatreHere } from './theatre';
import { VideoLayer } from './VideoLayer';

interface PlayerProps {
  stream: StreamDetail;
  watching: WatchingHere;
  sound: Sound;
  /** What lies over the dimmed poster instead of the picture. */
  card: ReactNode;
  money: ReactNode;
  /** What lies in the corner: live, and how many watch. */
  labels: ReactNode;
  /** Who is beside the creator, and how they share the picture. */
  stage?: { layout: string; tiles: ReactNode } | null;
  /** The line along it, and a step back, where it can be rewound. */
  rewind?: { bar: ReactNode; back: () => void } | null;
  /** More that lies on it. */
  children?: ReactNode;
  /** It fills the window: no shape of its own. */
  fills?: boolean;
  /** Only the picture, as large as where it is put. */
  small?: boolean;
  className?: string;
}

/** The picture with its controls, or the poster with what there is to say. */
export function Player({
  stream,
  watching,
  sound,
  card,
  money,
  labels,
  stage,
  rewind = null,
  children,
  fills = false,
  small = false,
  className,
}: PlayerProps) {
  const { t } = useLingui();
  const { tick, view, pause, resume } = watching;
  const box = useRef<HTMLDivElement>(null);
  const [frame, setFrame] = useState(false);
  const { full, toggle: toggleFull } = useFullscreen(box);
  const theatre = useTheatreHere();
  const onFrame = useCallback((there: boolean) => setFrame(there), []);

  const { scene } = view;
  const running = scene.kind === 'playing' || scene.kind === 'preview';
  const { idle, stir } = useIdle(running);
  const playing = view.picture;
  const [help, setHelp] = useState(false);
  const play = () => {
    if (playing) pause();
    else if (scene.kind === 'paused') resume();
  };
  /** What a key does; false when it does nothing just now. */
  const act = (key: PlayerKey): boolean => {
    if (small && key !== 'play' && key !== 'mute') return false;
    const over = card !== null && !(scene.kind === 'paused' && key === 'play');
    if (over && key !== 'fullscreen' && key !== 'theatre' && key !== 'help') return false;
    if (key === 'back' && !rewind) return false;
    const quieter = () => sound.setVolume((sound.muted ? 0 : sound.volume) - 0.1);
    const back = () => rewind?.back();
    const acts: Record<PlayerKey, () => void> = {
      help: () => setHelp(true),
      play,
      mute: sound.toggle,
      fullscreen: toggleFull,
      theatre: () => theatre?.toggle(),
      louder: () => sound.setVolume((sound.muted ? 0 : sound.volume) + 0.1),
      quieter,
      back,
      left: rewind ? back : quieter,
    };
    acts[key]();
    return true;
  };
  const press = usePageKeys(box, playerKey, act);
  const pressed = (event: KeyboardEvent<HTMLDivElement>) => {
    stir();
    press(event);
  };
  const clicked = usePictureClicks(play, toggleFull);
  useFocusOnPause(box, scene.kind === 'paused');
  const shown = playing && frame && tick.view.pictures.length > 0;
  return (
    <div
      ref={box}
      role="group"
      aria-label={t`Player`}
      data-player
      aria-keyshortcuts={[rewind && 'j', 'k m', theatre && 't', 'f ?'].filter(Boolean).join(' ')}
      tabIndex={0}
      onKeyDown={pressed}
      onPointerMove={stir}
      onPointerDown={stir}
      className={cx(
        'bg-black relative isolate grid overflow-hidden *:col-start-1 *:row-start-1',
        full || fills ? 'h-dvh' : small ? '' : 'rounded-base max-sm:rounded-none',
        idle && 'cursor-none',
        className,
      )}
    >
      {!full && !fills && (
        <div
          className={cx(
            'aspect-video w-full',
            !small && 'max-xl:h-(--picture-height,auto)',
            theatre?.on && !small && 'xl:max-h-[calc(100dvh-11rem)]',
          )}
        />
      )}
      {!shown && stream.thumbnailUrl && (
        <img src={stream.thumbnailUrl} alt="" className="absolute inset-0 size-full object-cover" />
      )}
      <div
        className={cx('absolute inset-0 grid auto-rows-fr gap-0.5', playing && stage ? stage.layout : 'grid-cols-1')}
      >
        <div className="relative grid min-h-0 min-w-0">
          {playing && stage && <TileName name={stream.creator.displayName} />}
          <VideoLayer
            media={tick.media}
            pictures={tick.view.pictures}
            shown={shown}
            held={!playing}
            onFrame={onFrame}
            onClick={small ? undefined : clicked}
          />
        </div>
        {playing && stage?.tiles}
      </div>
      {small
        ? null
        : (card ?? (
            <>
              <Waiting
                waiting={running && !(tick.snapshot.moving && (frame || tick.view.pictures.length === 0))}
                paid={view.spending}
              />
              <div className="z-2 flex items-start gap-2 self-start justify-self-start p-3">
                {running && sound.muted && tick.view.sound && (
                  <button
                    type="button"
                    onClick={sound.toggle}
                    className="hover:bg-black inline-flex h-8 items-center gap-2 rounded-base bg-scrim px-3 text-xs font-medium text-on-picture"
                  >
                    <VolumeX aria-hidden="true" className="size-4" />
                    <Trans>Unmute</Trans>
                  </button>
                )}
                <span className={cx('flex gap-1.5 py-1 transition-opacity', idle && 'opacity-0')}>{labels}</span>
              </div>
              <PlayerControls
                playing={playing}
                spending={view.spending}
                sound={sound}
                quality={tick.view.quality}
                sizes={tick.view.sizes}
                onHelp={() => setHelp(true)}
                setQuality={(quality) => tick.media.setQuality(quality)}
                full={full}
                theatre={full ? null : theatre}
                onPlay={play}
                onFull={toggleFull}
                onPictureInPicture={() => void togglePictureInPicture(box.current).catch(() => undefined)}
                money={money}
                hidden={idle}
                rewind={rewind}
              />
            </>
          ))}
      {help && !small && <KeyHelp close={() => setHelp(false)} {...(rewind && { keys: REWIND_KEYS })} />}
      {children}
    </div>
  );
}

/** Pausing takes the pressed button away: the focus goes on to what resumes, not to nowhere. */
function useFocusOnPause(box: RefObject<HTMLElement | null>, paused: boolean): void {
  useEffect(() => {
    const { activeElement } = document;
    const { current } = box;
    // it may be lost already, or rest on what holds the player; whoever types elsewhere keeps it
    const elsewhere = activeElement && !activeElement.contains(current) && !current?.contains(activeElement);
    if (!paused || elsewhere) return;
    current?.querySelector<HTMLElement>('[data-main-step]')?.focus();
  }, [box, paused]);
}

/** Said when the picture stands still, once that lasts. */
export function Waiting({ waiting, paid }: { waiting: boolean; paid: boolean }) {
  const isLate = useLate(waiting, 1_000);
  if (!isLate) return null;
  return (
    <p
      role="status"
      className="z-1 flex items-center gap-3 self-center justify-self-center rounded-base bg-scrim px-4 py-2.5 text-sm text-on-picture"
    >
      <SecondHand running tone="current" className="size-5" />
      {paid ? <Trans>Waiting for the picture. Nothing is charged.</Trans> : <Trans>Waiting for the picture.</Trans>}
    </p>
  );
}
