// A process beside the launcher that outlives it by moments. It reads from a pipe which children
// run ("+" and a record, "-" and a pid). The pipe closes when the launcher ends in whatever way,
// kill -9 included: what still runs then is stopped, newest first.
import { createInterface } from 'node:readline';
import { stopProcess } from './processes.mjs';

/** @type {Map<number, import('./processes.mjs').ProcessRecord>} */
const children = new Map();

const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  if (line.startsWith('+')) {
    const record = JSON.parse(line.slice(1));
    children.set(record.pid, record);
  } else {
    children.delete(Number(line.slice(1)));
  }
});
lines.on('close', () => void stopAll());

async function stopAll() {
  for (const record of [...children.values()].reverse()) await stopProcess(record);
}
