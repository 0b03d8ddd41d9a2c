import {
  Maximize,
  Minimize,
  PanelRight,
  Pause,
  PictureInPicture2,
  Play,
  RectangleHorizontal,
  Volume1,
  Volume2,
  VolumeX,
} from 'lucide-react';
import { type ReactNode } from 'react';
import { type Quality } from '../../../sdk/browser-media';
import { useHydrated } from '../../lib/hydrated';
import { IconButton } from '../../ui/Button';
import { cx } from '../../ui/cx';
import { type Theatre } from './theatre';
import { type Sound } from './useSound';

interface PlayerControlsProps {
  playing: boolean;
  /** Money goes out: pausing stops that, and the button says so. */
  spending: boolean;
  sound: Sound;
  quality: Quality;
  setQuality: (quality: Quality) => void;
  full: boolean;
  theatre: Theatre | null;
  onPlay: () => void;
  onFull: () => void;
  onPictureInPicture: () => void;
  /** What it costs, small: in full screen nothing else of the page is in sight. */
  money: ReactNode;
  hidden: boolean;
}

const QUALITIES: { value: Quality; label: string }[] = [
  { value: 'auto', label: 'Auto' },
  { value: 'high', label: 'High' },
  { value: 'medium', label: 'Medium' },
  { value: 'low', label: 'Low' },
];

const onPicture = 'text-on-picture hover:bg-on-picture/15 hover:text-on-picture focus-visible:outline-on-picture';

/**
 * What lies along the lower edge of the picture, in the order in which the Tab key goes through it.
 */
export function PlayerControls(props: PlayerControlsProps) {
  const { playing, spending, sound, full, theatre, onPlay, onFull, onPictureInPicture, money, hidden } = props;
  const windows = useHydrated() && document.pictureInPictureEnabled;
  return (
    <div
      className={cx(
        'absolute inset-x-0 bottom-0 z-2 flex items-center gap-0.5 bg-scrim px-1 py-0.5 text-on-picture transition-opacity focus-within:opacity-100 sm:gap-1 sm:px-2 sm:py-1',
        hidden && 'opacity-0',
      )}
    >
      <IconButton label={playLabel(playing, spending)} className={onPicture} onClick={onPlay}>
        {playing ? <Pause aria-hidden="true" /> : <Play aria-hidden="true" />}
      </IconButton>
      <VolumeControl sound={sound} />
      <div className="mx-1 min-w-0 grow text-sm">{money}</div>
      <QualityChoice {...props} />
      {windows && (
        <IconButton label="Picture in picture" className={cx(onPicture, 'max-sm:hidden')} onClick={onPictureInPicture}>
          <PictureInPicture2 aria-hidden="true" />
        </IconButton>
      )}
      {theatre && (
        <IconButton
          label={theatre.on ? 'Chat at the side' : 'Wide picture'}
          className={cx(onPicture, 'max-xl:hidden')}
          onClick={theatre.toggle}
        >
          {theatre.on ? <PanelRight aria-hidden="true" /> : <RectangleHorizontal aria-hidden="true" />}
        </IconButton>
      )}
      <IconButton label={full ? 'Leave full screen' : 'Full screen'} className={onPicture} onClick={onFull}>
        {full ? <Minimize aria-hidden="true" /> : <Maximize aria-hidden="true" />}
      </IconButton>
    </div>
  );
}

function playLabel(playing: boolean, spending: boolean): string {
  if (!playing) return 'Play';
  return spending ? 'Pause, and stop paying' : 'Pause';
}

function VolumeControl({ sound: { muted, volume, toggle, setVolume } }: { sound: Sound }) {
  const Icon = muted ? VolumeX : volume < 0.5 ? Volume1 : Volume2;
  return (
    <>
      <IconButton label={muted ? 'Unmute' : 'Mute'} className={onPicture} onClick={toggle}>
        <Icon aria-hidden="true" />
      </IconButton>
      <input
        type="range"
        aria-label="Volume"
        min={0}
        max={100}
        step={5}
        value={muted ? 0 : Math.round(volume * 100)}
        onChange={(event) => setVolume(Number(event.target.value) / 100)}
        className="h-6 w-20 cursor-pointer accent-accent max-sm:hidden"
      />
    </>
  );
}

function QualityChoice({ quality, setQuality }: Pick<PlayerControlsProps, 'quality' | 'setQuality'>) {
  return (
    <select
      aria-label="Quality"
      title="Quality"
      value={quality}
      onChange={(event) => {
        const chosen = QUALITIES.find(({ value }) => value === event.target.value);
        if (chosen) setQuality(chosen.value);
      }}
      className={cx('h-10 rounded-base bg-transparent px-1.5 text-sm sm:px-2', onPicture)}
    >
      {QUALITIES.map(({ value, label }) => (
        <option key={value} value={value} className="bg-raised text-ink">
          {label}
        </option>
      ))}
    </select>
  );
}
