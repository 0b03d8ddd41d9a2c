import { type RefObject, useEffect, useState } from 'react';
import { cx } from '../../ui/cx';

/** What is said just now, in words over the picture: above the controls while those are there. */
export function CaptionsOver({
  element,
  language,
  raised,
}: {
  element: RefObject<HTMLVideoElement | null>;
  language: string;
  raised: boolean;
}) {
  const [lines, setLines] = useState<readonly string[]>([]);
  useEffect(() => {
    const tracks = [...(element.current?.textTracks ?? [])];
    for (const other of tracks) other.mode = other.language === language ? 'hidden' : 'disabled';
    const track = tracks.find((one) => one.language === language);
    if (!track) return;
    const look = () => setLines([...(track.activeCues ?? [])].flatMap(wordsOf));
    track.addEventListener('cuechange', look);
    look();
    return () => {
      track.removeEventListener('cuechange', look);
      track.mode = 'disabled';
      setLines([]);
    };
  }, [element, language]);
  if (lines.length === 0) return null;
  return (
    <p
      lang={language}
      className={cx(
        'pointer-events-none z-1 max-w-[90%] self-end justify-self-center text-center text-sm font-medium text-on-picture transition-[padding] sm:text-lg',
        raised ? 'pb-20' : 'pb-6',
      )}
    >
      {lines.map((line, at) => (
        <span key={`${at} ${line}`} dir="auto" className="mx-auto block w-fit bg-scrim px-2 py-0.5">
          {line}
        </span>
      ))}
    </p>
  );
}

function wordsOf(cue: TextTrackCue): string[] {
  const text = 'getCueAsHTML' in cue ? ((cue as VTTCue).getCueAsHTML().textContent ?? '') : '';
  return text.split('\n').filter((line) => line.trim() !== '');
}
