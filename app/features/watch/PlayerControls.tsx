import { Trans, useLingui } from '@lingui/react/macro';
import {
  Keyboard,
  Maximize,
  Minimize,
  PanelRight,
  Pause,
  PictureInPicture2,
  Play,
  RectangleHorizontal,
  Undo2,
  Volume1,
  Volume2,
  VolumeX,
} from 'lucide-react';
import { type ReactNode } from 'react';
import { type PictureSize, type Quality } from '../../../sdk/browser-media';
import { directionOf } from '../../../texts/languages';
import { useHydrated } from '../../lib/hydrated';
import { useLanguage } from '../../lib/texts';
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
  sizes: readonly PictureSize[];
  onHelp: () => void;
  full: boolean;
  theatre: Theatre | null;
  onPlay: () => void;
  onFull: () => void;
  onPictureInPicture: () => void;
  /** What it costs, small: in full screen nothing else of the page is in sight. */
  money: ReactNode;
  hidden: boolean;
  /** Null where it cannot be rewound. */
  rewind: { bar: ReactNode; back: () => void } | null;
}

/**
 * What lies along the lower edge of the picture, in the order in which the Tab key goes through it:
 * from left to right in every language, as players are.
 */
export function PlayerControls(props: PlayerControlsProps) {
  const { t } = useLingui();
  const { playing, spending, sound, full, theatre, onPlay, onFull, onPictureInPicture, onHelp, money, hidden, rewind } =
    props;
  const language = useLanguage();
  return (
    <div
      dir="ltr"
      className={cx(
        'absolute inset-x-0 bottom-0 z-2 flex flex-wrap items-center gap-0.5 bg-scrim px-1 py-0.5 text-on-picture transition-opacity focus-within:opacity-100 sm:gap-1 sm:px-2 sm:py-1',
        hidden && 'opacity-0',
      )}
    >
      {rewind && <div className="basis-full px-1">{rewind.bar}</div>}
      <IconButton
        label={playing ? (spending ? t`Pause, and stop paying` : t`Pause`) : t`Play`}
        onPicture
        onClick={onPlay}
      >
        {playing ? <Pause aria-hidden="true" /> : <Play aria-hidden="true" />}
      </IconButton>
      {rewind && (
        <IconButton label={t`10 seconds back`} onPicture onClick={rewind.back}>
          <Undo2 aria-hidden="true" />
        </IconButton>
      )}
      <VolumeControl sound={sound} />
      <div dir={directionOf(language)} className="mx-1 min-w-0 grow text-sm">
        {money}
      </div>
      <QualityChoice {...props} />
      <PictureButtons
        theatre={theatre}
        full={full}
        onPictureInPicture={onPictureInPicture}
        onHelp={onHelp}
        onFull={onFull}
      />
    </div>
  );
}

/** Other ways to see the picture, and what its keys are. */
export function PictureButtons({
  theatre,
  full,
  onPictureInPicture,
  onHelp,
  onFull,
}: Pick<PlayerControlsProps, 'theatre' | 'full' | 'onPictureInPicture' | 'onHelp' | 'onFull'>) {
  const { t } = useLingui();
  const windows = useHydrated() && document.pictureInPictureEnabled;
  return (
    <>
      {windows && (
        <IconButton label={t`Picture in picture`} onPicture className="max-sm:hidden" onClick={onPictureInPicture}>
          <PictureInPicture2 aria-hidden="true" />
        </IconButton>
      )}
      {theatre && (
        <IconButton
          label={theatre.on ? t`Chat at the side` : t`Wide picture`}
          onPicture
          className="max-xl:hidden"
          onClick={theatre.toggle}
        >
          {theatre.on ? (
            <PanelRight aria-hidden="true" className="rtl:-scale-x-100" />
          ) : (
            <RectangleHorizontal aria-hidden="true" />
          )}
        </IconButton>
      )}
      <IconButton label={t`Keys`} onPicture className="max-sm:hidden" onClick={onHelp}>
        <Keyboard aria-hidden="true" />
      </IconButton>
      <IconButton label={full ? t`Leave full screen` : t`Full screen`} onPicture onClick={onFull}>
        {full ? <Minimize aria-hidden="true" /> : <Maximize aria-hidden="true" />}
      </IconButton>
    </>
  );
}

/** Mutes, and on large screens says how loud. */
export function VolumeControl({
  sound: { muted, volume, toggle, setVolume },
}: {
  sound: Pick<Sound, 'muted' | 'volume' | 'toggle' | 'setVolume'>;
}) {
  const { t } = useLingui();
  const Icon = muted ? VolumeX : volume < 0.5 ? Volume1 : Volume2;
  return (
    <>
      <IconButton label={muted ? t`Unmute` : t`Mute`} onPicture onClick={toggle}>
        <Icon aria-hidden="true" />
      </IconButton>
      <input
        type="range"
        aria-label={t`Volume`}
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

/** The sizes in which the picture is sent; of one alone there is nothing to choose. */
function QualityChoice({ quality, setQuality, sizes }: Pick<PlayerControlsProps, 'quality' | 'setQuality' | 'sizes'>) {
  const { t } = useLingui();
  if (sizes.length < 2) return null;
  const shown = sizes.some((size) => size.quality === quality) ? quality : 'auto';
  return (
    <select
      aria-label={t`Quality`}
      title={t`Quality`}
      value={shown}
      onChange={(event) => setQuality(sizes.find((size) => size.quality === event.target.value)?.quality ?? 'auto')}
      className="h-10 rounded-base bg-transparent px-1.5 text-sm text-on-picture hover:bg-on-picture/15 focus-visible:outline-on-picture sm:px-2"
    >
      <option value="auto" className="bg-raised text-ink">
        <Trans>Auto</Trans>
      </option>
      {sizes.map((size) => (
        <option key={size.quality} value={size.quality} className="bg-raised text-ink">
          {size.height}p
        </option>
      ))}
    </select>
  );
}
