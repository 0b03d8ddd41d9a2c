import { Trans, useLingui } from '@lingui/react/macro';
import { msg } from '@lingui/core/macro';
import { Play, VolumeX } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useCallback, useRef, useState } from 'react';
import { type StreamDetail } from '../../lib/api';
import { cx } from '../../ui/cx';
import { type HelpLine, KeyHelp } from '../watch/KeyHelp';
import { Waiting } from '../watch/Player';
import { useTheatreHere } from '../watch/theatre';
import { togglePictureInPicture, useFullscreen } from '../watch/useFullscreen';
import { useIdle } from '../watch/useIdle';
import { usePageKeys } from '../watch/usePageKeys';
import { usePictureClicks } from '../watch/usePictureClicks';
import { keepVolume } from '../watch/useSound';
import { CaptionsOver } from './CaptionsOver';
import { type VideoDescription } from './description';
import { type Range } from './ranges';
import { SeekBar } from './SeekBar';
import { useCasting } from './useCasting';
import { type VideoControl, type VideoView } from './video-control';
import { nextSpeed, videoKey, type VideoKey } from './video-keys';
import { SOUND_ONLY, type SourceView } from './video-source';
import { VideoControls } from './VideoControls';

interface VideoPlayerProps {
  stream: Pick<StreamDetail, 'coverUrl'>;
  description: Pick<VideoDescription, 'durationMs' | 'renditions' | 'strip' | 'chapters' | 'captions'>;
  control: VideoControl;
  video: VideoView;
  source: SourceView;
  /** Where its files are; null before it is open. */
  media: string | null;
  owned: readonly Range[];
  /** Null where nothing is to be paid. */
  freeSeconds: number | null;
  spending: boolean;
  /** What lies over the dimmed picture. */
  card: ReactNode;
  money: ReactNode;
  labels: ReactNode;
  /** The way to what is live. */
  live?: ReactNode;
  onElement: (element: HTMLVideoElement | null) => void;
  onPlay: () => void;
  onSeek: (seconds: number) => void;
  onQuality: (name: string) => void;
  /** Makes a clip of what was just seen; null where none is to be made. */
  onClip?: (() => void) | null;
}

/** One picture, as far as anybody steps through pictures. */
const PICTURE_SECONDS = 1 / 30;

const KEYS: readonly HelpLine[] = [
  [msg`Space, K`, msg`Pause, or go on`],
  ['← →', msg`5 seconds back, forward`],
  [msg`J L`, msg`10 seconds back, forward`],
  ['0 … 9', msg`To the tenths of it`],
  [', .', msg`One picture back, forward, while it stands`],
  ['< >', msg`Slower, faster`],
  ['M', msg`Mute, or unmute`],
  ['↑ ↓', msg`Louder, quieter, while the player has the focus`],
  ['C', msg`Captions`],
  ['F', msg`Full screen`],
  ['T', msg`Wide picture`],
  ['?', msg`This list`],
];

/** A video with its controls, and over it what there is to say. */
export function VideoPlayer(props: VideoPlayerProps) {
  const { stream, description, control, video, source, media, owned, freeSeconds, spending, card, money, labels } =
    props;
  const { onElement, onPlay, onSeek, onQuality, onClip = null, live } = props;
  const { growing } = source;
  const length = growing?.edge ?? (video.duration || description.durationMs / 1_000);
  const { t } = useLingui();
  const box = useRef<HTMLDivElement>(null);
  const element = useRef<HTMLVideoElement | null>(null);
  const { full, toggle: toggleFull } = useFullscreen(box);
  const theatre = useTheatreHere();
  const { idle, stir } = useIdle(video.plays && card === null);
  const [help, setHelp] = useState(false);
  const [caption, setCaption] = useState<string | null>(null);
  const captions = media === null ? [] : description.captions;
  const cast = useCasting(element);

  const setVolume = (volume: number) => {
    control.setVolume(volume);
    if (volume > 0) keepVolume(Math.min(1, volume));
  };
  const mute = () => control.setMuted(!video.muted && video.volume > 0);
  const showCaption = (language: string | null) => setCaption(language);
  const act = (key: VideoKey): boolean => {
    const over = card !== null;
    if (over && !['fullscreen', 'theatre', 'help', 'skip', 'tenth'].includes(key.do)) return false;
    switch (key.do) {
      case 'play':
        onPlay();
        return true;
      case 'mute':
        mute();
        return true;
      case 'fullscreen':
        toggleFull();
        return true;
      case 'theatre':
        theatre?.toggle();
        return theatre !== null;
      case 'help':
        setHelp(true);
        return true;
      case 'captions': {
        const [first] = captions;
        if (!first) return false;
        showCaption(caption === null ? first.language : null);
        return true;
      }
      case 'louder':
      case 'quieter':
        setVolume((video.muted ? 0 : video.volume) + (key.do === 'louder' ? 0.1 : -0.1));
        return true;
      case 'faster':
      case 'slower':
        control.setSpeed(nextSpeed(video.speed, key.do === 'faster' ? 1 : -1));
        return true;
      case 'skip':
        onSeek(video.seconds + key.seconds);
        return true;
      case 'step':
        if (video.plays) return false;
        onSeek(video.seconds + key.pictures * PICTURE_SECONDS);
        return true;
      case 'tenth':
        onSeek((length / 10) * key.tenth);
        return true;
    }
  };
  const press = usePageKeys(box, videoKey, act);
  const pressed = (event: KeyboardEvent<HTMLDivElement>) => {
    stir();
    press(event);
  };
  const clicked = usePictureClicks(card === null ? onPlay : () => undefined, toggleFull);
  const take = useCallback(
    (given: HTMLVideoElement | null) => {
      element.current = given;
      onElement(given);
    },
    [onElement],
  );
  const { strip } = description;
  const listens = source.chosen === SOUND_ONLY;
  return (
    <div
      ref={box}
      role="group"
      aria-label={t`Player`}
      data-player
      aria-keyshortcuts={theatre ? 'k j l m c t f ?' : 'k j l m c f ?'}
      tabIndex={0}
      onKeyDown={pressed}
      onPointerMove={stir}
      onPointerDown={stir}
      className={cx(
        'bg-black relative isolate grid overflow-hidden *:col-start-1 *:row-start-1',
        full ? 'h-dvh' : 'rounded-base max-sm:rounded-none',
        idle && 'cursor-none',
      )}
    >
      {!full && (
        <div
          className={cx(
            'aspect-video w-full max-xl:h-(--picture-height,auto)',
            theatre?.on && 'xl:max-h-[calc(100dvh-11rem)]',
          )}
        />
      )}
      <video
        ref={take}
        playsInline
        preload="auto"
        aria-label={t`The video`}
        onClick={clicked}
        className="absolute inset-0 size-full object-contain"
      >
        {captions.map(({ language, label, file }) => (
          <track key={language} kind="captions" srcLang={language} label={label} src={`${media ?? ''}${file}`} />
        ))}
      </video>
      {(!video.begun || listens) && stream.coverUrl && (
        <img src={stream.coverUrl} alt="" className="pointer-events-none absolute inset-0 size-full object-cover" />
      )}
      {caption !== null && <CaptionsOver element={element} language={caption} raised={!idle} />}
      {/* the bar stays in sight below it: what is owned or free can be sought */}
      {card && <div className="z-1 grid *:pb-8 sm:*:pb-20">{card}</div>}
      <Waiting waiting={card === null && video.plays && video.starved} paid={spending} />
      {card === null && (
        <>
          <div className="pointer-events-none z-2 flex items-start gap-2 self-start justify-self-start p-3">
            {video.blocked && (
              <button
                type="button"
                onClick={() => control.setMuted(false)}
                className="hover:bg-black pointer-events-auto inline-flex h-8 items-center gap-2 rounded-base bg-scrim px-3 text-xs font-medium text-on-picture"
              >
                <VolumeX aria-hidden="true" className="size-4" />
                <Trans>Unmute</Trans>
              </button>
            )}
            <span className={cx('flex gap-1.5 py-1 transition-opacity', idle && 'opacity-0')}>{labels}</span>
          </div>
          {!video.plays && !video.starved && !video.ended && (
            <button
              type="button"
              aria-label={t`Play`}
              tabIndex={-1}
              onClick={onPlay}
              className="hover:bg-black z-1 grid size-16 place-items-center self-center justify-self-center rounded-full bg-scrim text-on-picture sm:size-20"
            >
              <Play aria-hidden="true" className="size-7 translate-x-0.5 fill-current sm:size-8" />
            </button>
          )}
        </>
      )}
      <VideoControls
        {...{ source, captions, caption, spending, money, full, live }}
        video={card === null ? video : { ...video, plays: false }}
        covered={card !== null}
        hasSoundOnly={description.renditions.some(({ name }) => name === SOUND_ONLY)}
        theatre={full ? null : theatre}
        hidden={idle}
        seekBar={
          <SeekBar
            seconds={video.seconds}
            duration={length}
            live={growing && growing.edge}
            buffered={video.buffered}
            owned={owned}
            freeSeconds={freeSeconds}
            chapters={description.chapters}
            strip={strip && media !== null ? { ...strip, src: `${media}${strip.file}` } : null}
            onSeek={onSeek}
          />
        }
        onCast={cast}
        onPlay={card === null ? onPlay : () => undefined}
        onMute={mute}
        onVolume={setVolume}
        onSpeed={(speed) => control.setSpeed(speed)}
        onQuality={onQuality}
        onCaption={showCaption}
        onFull={toggleFull}
        onPictureInPicture={() => void togglePictureInPicture(box.current).catch(() => undefined)}
        onHelp={() => setHelp(true)}
        onClip={onClip}
      />
      {help && <KeyHelp keys={KEYS} close={() => setHelp(false)} />}
    </div>
  );
}
