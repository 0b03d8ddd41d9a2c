import { useLingui } from '@lingui/react/macro';
import { Link } from '@remix-run/react';
import { type Amount } from '../../../sdk/money';
import { timecode } from '../../lib/format';
import { Badge } from '../../ui/Badge';
import { Picture } from '../../ui/Picture';
import { Price } from '../../ui/Price';
import { Section } from '../../ui/Section';

/** A recording that can be played. */
export interface Recording {
  id: string;
  title: string;
  durationMs: number;
  ratePerSecond: Amount;
  coverUrl: string | null;
}

/** On the page of a stream that is over: what can be played of it. */
export function Recordings({ recordings }: { recordings: readonly Recording[] }) {
  const { t } = useLingui();
  if (recordings.length === 0) return null;
  return (
    <Section title={t`Watch the recording`} className="mt-10">
      <ul className="grid gap-x-6 gap-y-9 sm:grid-cols-2 lg:grid-cols-3">
        {recordings.map((recording) => (
          <li key={recording.id} className="group relative flex min-w-0 flex-col gap-3">
            <Picture src={recording.coverUrl} seed={recording.id} className="transition-opacity group-hover:opacity-90">
              <span className="absolute inset-x-2.5 bottom-2.5">
                <Badge tone="onPicture">
                  <bdi dir="ltr" className="tabular-nums">
                    {timecode(recording.durationMs / 1_000)}
                  </bdi>
                </Badge>
              </span>
            </Picture>
            <div className="min-w-0">
              <h3 className="line-clamp-2 leading-snug font-medium">
                <Link
                  to={`/watch/${recording.id}`}
                  prefetch="intent"
                  className="after:absolute after:inset-0 after:rounded-base"
                >
                  <bdi>{recording.title}</bdi>
                </Link>
              </h3>
              <p className="mt-0.5 text-sm text-soft">
                <Price rate={recording.ratePerSecond} />
              </p>
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}
