import { useLingui } from '@lingui/react/macro';
import { timecode } from '../../lib/format';
import { cx } from '../../ui/cx';
import { type Chapter, chapterAt } from './SeekBar';

/** The parts of a video, each with the way to it. */
export function Chapters({
  chapters,
  seconds,
  onSeek,
}: {
  chapters: readonly Chapter[];
  seconds: number;
  onSeek: (seconds: number) => void;
}) {
  const { t } = useLingui();
  if (chapters.length < 2) return null;
  const now = chapterAt(chapters, seconds);
  return (
    <nav aria-label={t`Chapters`} className="border-b px-4 py-3 sm:px-0">
      <ol className="flex gap-2 overflow-x-auto">
        {chapters.map((chapter) => (
          <li key={chapter.atMs} className="shrink-0">
            <button
              type="button"
              aria-current={chapter === now || undefined}
              onClick={() => onSeek(chapter.atMs / 1_000)}
              className={cx(
                'flex max-w-64 items-baseline gap-2 rounded-full border px-3.5 py-1.5 text-sm hover:bg-hover',
                chapter === now ? 'border-accent-edge' : 'border-edge',
              )}
            >
              <bdi dir="ltr" className="text-xs text-soft tabular-nums">
                {timecode(chapter.atMs / 1_000)}
              </bdi>
              <bdi className="truncate">{chapter.title}</bdi>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
