import { type StreamSummary } from '../../lib/api';
import { StreamCard } from '../../ui/StreamCard';

/** Streams as pictures, as many abreast as there is room for. */
export function StreamGrid({ streams, showCreator = true }: { streams: StreamSummary[]; showCreator?: boolean }) {
  return (
    <ul className="grid grid-cols-1 gap-x-6 gap-y-9 sm:grid-cols-2 lg:grid-cols-3 2xl:grid-cols-4">
      {streams.map((stream) => (
        <li key={stream.id} className="min-w-0">
          <StreamCard stream={stream} showCreator={showCreator} />
        </li>
      ))}
    </ul>
  );
}
