// What bench/record-server.ts measures: a process that does nothing but record one room.
import { createWriteStream } from 'node:fs';
import { systemTimers } from '../sdk/timers';
import { createRecorder } from '../server/gateways/recorder';
import { type StreamId } from '../server/ids';

const [url = '', room = '', path = ''] = process.argv.slice(2);
const token = process.env.TOKEN ?? '';
const file = createWriteStream(path);
const recorder = createRecorder({ url, iceServers: [], token: () => Promise.resolve(token), timers: systemTimers });
const recording = recorder.record(room as StreamId, {
  begin: () => Promise.resolve(),
  write: (bytes) => new Promise((written) => file.write(bytes, () => written())),
  end: () => Promise.resolve(),
});
process.once('SIGTERM', () => void recording.stop().then(() => process.exit(0)));
