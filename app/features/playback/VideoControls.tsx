import { Trans, useLingui } from '@lingui/react/macro';
import { Captions, CaptionsOff, Cast, Pause, Play, RotateCcw, Scissors, Settings2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { directionOf } from '../../../texts/languages';
import { timecode } from '../../lib/format';
import { useLanguage } from '../../lib/texts';
import { IconButton } from '../../ui/Button';
import { cx } from '../../ui/cx';
import { PictureButtons, VolumeControl } from '../watch/PlayerControls';
import { type Theatre } from '../watch/theatre';
import { type VideoView } from './video-control';
import { SPEEDS } from './video-keys';
import { AUTO, SOUND_ONLY, type SourceView } from './video-source';

/** Captions of a video to choose from. */
export interface CaptionChoice {
  language: string;
  label: string;
}

interface VideoControlsProps {
  video: VideoView;
  source: SourceView;
  hasSoundOnly: boolean;
  captions: readonly CaptionChoice[];
  /** The language of those that are shown; null: none are. */
  caption: string | null;
  /** Pausing stops paying, too, and the button says so. */
  spending: boolean;
  seekBar: ReactNode;
  money: ReactNode;
  /** The way to what is live. */
  live: ReactNode;
  full: boolean;
  theatre: Theatre | null;
  hidden: boolean;
  /** Words lie over the picture: on small screens they need the room. */
  covered: boolean;
  /** Other devices could show it; null where this browser knows of none. */
  onCast: (() => void) | null;
  onPlay: () => void;
  onMute: () => void;
  onVolume: (volume: number) => void;
  onSpeed: (speed: number) => void;
  onQuality: (name: string) => void;
  onCaption: (language: string | null) => void;
  onFull: () => void;
  onPictureInPicture: () => void;
  onHelp: () => void;
  /** Makes a clip of it; null where none is to be made. */
  onClip: (() => void) | null;
}

/**
 * What lies along the lower edge of a video, in the order in which the Tab key goes through it:
 * from left to right in every language, as players are.
 */
export function VideoControls(props: VideoControlsProps) {
  const { t } = useLingui();
  const { video, captions, caption, spending, seekBar, money, full, theatre, hidden, covered, onCast } = props;
  const language = useLanguage();
  const [open, setOpen] = useState(false);
  const first = captions[0];
  const { growing } = props.source;
  return (
    <div
      dir="ltr"
      className={cx(
        'absolute inset-x-0 bottom-0 z-2 bg-scrim px-2 pt-0.5 pb-0.5 text-on-picture transition-opacity focus-within:opacity-100 sm:px-3 sm:pb-1',
        hidden && !open && 'opacity-0',
      )}
    >
      {open && <Settings {...props} close={() => setOpen(false)} />}
      {seekBar}
      <div className={cx('-mx-1 flex items-center gap-0.5 sm:gap-1', covered && 'max-sm:hidden')}>
        <IconButton
          label={video.ended ? t`Play again` : !video.plays ? t`Play` : spending ? t`Pause, and stop paying` : t`Pause`}
          onPicture
          disabled={covered}
          onClick={props.onPlay}
        >
          {video.ended ? (
            <RotateCcw aria-hidden="true" />
          ) : video.plays ? (
            <Pause aria-hidden="true" />
          ) : (
            <Play aria-hidden="true" />
          )}
        </IconButton>
        <VolumeControl
          sound={{
            muted: video.muted || video.volume === 0,
            volume: video.volume,
            toggle: props.onMute,
            setVolume: props.onVolume,
          }}
        />
        <bdi className="ms-1 shrink-0 text-xs whitespace-nowrap tabular-nums sm:text-sm">
          {growing ? (
            `−${timecode(growing.edge - video.seconds)}`
          ) : (
            <>
              {timecode(video.seconds)}
              <span className="opacity-70"> / {timecode(video.duration)}</span>
            </>
          )}
        </bdi>
        {props.live}
        <div dir={directionOf(language)} className="mx-2 min-w-0 grow text-sm max-sm:invisible">
          {money}
        </div>
        {first && (
          <IconButton
            label={caption === null ? t`Show captions` : t`Hide captions`}
            aria-pressed={caption !== null}
            onPicture
            onClick={() => props.onCaption(caption === null ? first.language : null)}
          >
            {caption === null ? <CaptionsOff aria-hidden="true" /> : <Captions aria-hidden="true" />}
          </IconButton>
        )}
        {props.onClip && (
          <IconButton label={t`Make a clip`} onPicture onClick={props.onClip}>
            <Scissors aria-hidden="true" />
          </IconButton>
        )}
        <IconButton
          label={t`Speed, quality and captions`}
          aria-expanded={open}
          onPicture
          onClick={() => setOpen(!open)}
        >
          <Settings2 aria-hidden="true" />
        </IconButton>
        {onCast && (
          <IconButton label={t`Show on another device`} onPicture onClick={onCast}>
            <Cast aria-hidden="true" />
          </IconButton>
        )}
        <PictureButtons
          theatre={theatre}
          full={full}
          onPictureInPicture={props.onPictureInPicture}
          onHelp={props.onHelp}
          onFull={props.onFull}
        />
      </div>
    </div>
  );
}

/** In the player itself, so that full screen has it, too. */
function Settings({
  video,
  source,
  hasSoundOnly,
  captions,
  caption,
  onSpeed,
  onQuality,
  onCaption,
  close,
}: VideoControlsProps & { close: () => void }) {
  const { t, i18n } = useLingui();
  const language = useLanguage();
  const { qualities, chosen } = source;
  return (
    <div
      role="group"
      aria-label={t`Speed, quality and captions`}
      dir={directionOf(language)}
      data-theme="dark"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        close();
      }}
      className="absolute right-2 bottom-full mb-2 grid max-w-[calc(100%-1rem)] grid-cols-[auto_minmax(0,1fr)] items-center gap-x-4 gap-y-1 rounded-base bg-raised p-3 text-sm text-ink shadow-float"
    >
      <Choice label={t`Speed`} value={String(video.speed)} onChange={(value) => onSpeed(Number(value))}>
        {SPEEDS.map((speed) => (
          <option key={speed} value={speed} className="bg-raised text-ink">
            {speed === 1 ? t`Normal` : `${i18n.number(speed)}×`}
          </option>
        ))}
      </Choice>
      {(qualities.length > 1 || hasSoundOnly) && (
        <Choice label={t`Quality`} value={chosen} onChange={onQuality}>
          <option value={AUTO} className="bg-raised text-ink">
            {t`Auto`}
          </option>
          {qualities.map(({ name, height }) => (
            <option key={name} value={name} className="bg-raised text-ink">
              {height}p
            </option>
          ))}
          {hasSoundOnly && (
            <option value={SOUND_ONLY} className="bg-raised text-ink">
              {t`Sound only`}
            </option>
          )}
        </Choice>
      )}
      {captions.length > 0 && (
        <Choice label={t`Captions`} value={caption ?? ''} onChange={(value) => onCaption(value === '' ? null : value)}>
          <option value="" className="bg-raised text-ink">
            {t`None`}
          </option>
          {captions.map((one) => (
            <option key={one.language} value={one.language} className="bg-raised text-ink">
              {one.label}
            </option>
          ))}
        </Choice>
      )}
      <p className="sr-only">
        <Trans>Escape closes this.</Trans>
      </p>
    </div>
  );
}

function Choice({
  label,
  value,
  onChange,
  children,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  children: ReactNode;
}) {
  return (
    <label className="contents">
      <span>{label}</span>
      <select
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="h-9 min-w-0 rounded-base border border-edge bg-transparent px-2"
      >
        {children}
      </select>
    </label>
  );
}
