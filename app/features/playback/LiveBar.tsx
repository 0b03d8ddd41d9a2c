import { type StreamDetail } from '../../lib/api';
import { useNow } from '../../lib/time';
import { type Rewind } from '../watch/past';
import { recordedSeconds } from './rewinding';
import { SeekBar } from './SeekBar';

interface LiveBarProps {
  stream: StreamDetail;
  rewind: Rewind;
  onRewind: (backSeconds: number) => void;
}

/** The line along a live picture: the picture is at its end, and the rest was before. */
export function LiveBar({ stream, rewind, onRewind }: LiveBarProps) {
  const length = recordedSeconds(stream, rewind, useNow(1));
  return (
    <SeekBar
      seconds={length}
      duration={length}
      live={length}
      buffered={[]}
      owned={[]}
      freeSeconds={null}
      chapters={[]}
      strip={null}
      onSeek={(seconds) => {
        if (seconds < length) onRewind(length - seconds);
      }}
    />
  );
}
