import { type StreamSummary } from '../../lib/api';
import { StreamCard } from '../../ui/StreamCard';

interface StreamGridProps {
  streams: StreamSummary[];
  showCreator?: boolean;
  /** Of the cards' titles: 2 right under the page's own. */
  level?: 2 | 3;
}

/** Streams as pictures, as many abreast as there is room for. */
export function StreamGrid({ streams, showCreator = true, level = 3 }: StreamGridProps) {
  return (
    <ul className="grid grid-cols-1 gap-x-6 gap-y-9 sm:grid-cols-2 lg:grid-cols-3 2xl:grid-cols-4">
      {streams.map((stream) => (
        <li key={stream.id} className="min-w-0">
          <StreamCard stream={stream} showCreator={showCreator} level={level} />
        </li>
      ))}
    </ul>
  );
}
