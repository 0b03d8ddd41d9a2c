import { Trans } from '@lingui/react/macro';
import { type StreamSummary } from '../../lib/api';
import { StreamCard } from '../../ui/StreamCard';

interface StreamGridProps {
  streams: StreamSummary[];
  showCreator?: boolean;
  /** Of the cards' titles: 2 right under the page's own. */
  level?: 2 | 3;
  /** Where videos were left by whoever looks, in milliseconds, by their ids. */
  positions?: Map<string, number>;
  /** Why some of them are shown, by their ids. */
  notes?: Map<string, { kind: 'follow' | 'watch'; name: string }>;
}

/** Streams as pictures, as many abreast as there is room for. */
export function StreamGrid({ streams, showCreator = true, level = 3, notes, positions }: StreamGridProps) {
  return (
    <ul className="grid grid-cols-1 gap-x-6 gap-y-9 sm:grid-cols-2 lg:grid-cols-3 2xl:grid-cols-4">
      {streams.map((stream) => (
        <li key={stream.id} className="min-w-0">
          <StreamCard
            stream={stream}
            showCreator={showCreator}
            level={level}
            positionMs={positions?.get(stream.id) ?? null}
          />
          <Because note={notes?.get(stream.id)} />
        </li>
      ))}
    </ul>
  );
}

function Because({ note }: { note: { kind: 'follow' | 'watch'; name: string } | undefined }) {
  if (!note) return null;
  const { kind, name } = note;
  return (
    <p className="mt-2 truncate text-xs text-soft">
      {kind === 'follow' ? (
        <Trans>
          Because you follow <bdi className="text-ink">{name}</bdi>
        </Trans>
      ) : (
        <Trans>
          Because you watch <bdi className="text-ink">{name}</bdi>
        </Trans>
      )}
    </p>
  );
}
