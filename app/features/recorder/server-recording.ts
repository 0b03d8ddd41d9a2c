import { type BroadcastState, type ServerRecordingState } from '../../../server/broadcast/types';
import { type RecorderState } from './recorder-state';

/** Whether the server is recording, or about to. */
export function isServerAtWork(recording: ServerRecordingState | null): boolean {
  return recording !== null && recording.at !== 'done' && recording.at !== 'refused';
}

/**
 * Whether the server records a stream, and not the page that shows it: what comes from a program,
 * what the server is at already, and what this browser cannot record.
 */
export function recordsOnServer(
  { serverRecords, serverRecording }: Pick<BroadcastState, 'serverRecords' | 'serverRecording'>,
  { fromProgram, trouble }: { fromProgram: boolean; trouble: RecorderState['trouble'] },
): boolean {
  if (isServerAtWork(serverRecording)) return true;
  return serverRecords && (fromProgram || trouble === 'noStorage' || trouble === 'noRecorder');
}
