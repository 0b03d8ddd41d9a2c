import { useLingui } from '@lingui/react/macro';
import { type StreamSummary } from '../../lib/api';
import { Section } from '../../ui/Section';
import { StreamCard } from '../../ui/StreamCard';

/** On the page of a stream that is over: what can be played of it. */
export function Recordings({ recordings }: { recordings: readonly StreamSummary[] }) {
  const { t } = useLingui();
  if (recordings.length === 0) return null;
  return (
    <Section title={t`Recordings`} className="mt-10">
      <ul className="grid gap-x-6 gap-y-9 sm:grid-cols-2 lg:grid-cols-3">
        {recordings.map((recording) => (
          <li key={recording.id} className="min-w-0">
            <StreamCard stream={recording} showCreator={false} />
          </li>
        ))}
      </ul>
    </Section>
  );
}
