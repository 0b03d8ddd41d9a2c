// Telling one process from another, and ending one that is not a child of ours. A pid alone is not
// enough: when its process is gone the number is given out again, so a record of a process holds
// its start time too.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * A process as written down for later: by the guardian, or by the next start.
 * @typedef {object} ProcessRecord
 * @property {number} pid also its group's number: children are started as leaders of their own group
 * @property {string | null} started see startTimeOf
 * @property {NodeJS.Signals} signal what asks it to stop
 * @property {number} graceMs how long it may take before it is killed
 */

const WINDOWS = process.platform === 'win32';
const POLL_MS = 40;

/** @type {string | undefined} */
let boot;

/**
 * When a process started, in whatever form this platform tells it; null when there is no such
 * process (or only its zombie).
 * @param {number} pid
 * @returns {string | null}
 */
export function startTimeOf(pid) {
  try {
    if (process.platform === 'linux') {
      // after the name, which may hold anything: state, then 18 fields, then the start in ticks
      // since boot
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ');
      if (fields[0] === 'Z' || fields[0] === 'X') return null;
      boot ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
      return `${fields[19]}@${boot}`;
    }
    const [command, ...args] = WINDOWS
      ? ['powershell', '-NoProfile', '-Command', `(Get-Process -Id ${pid}).StartTime.Ticks`]
      : ['ps', '-o', 'lstart=', '-p', String(pid)];
    return (
      execFileSync(/** @type {string} */ (command), args, {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }).trim() || null
    );
  } catch {
    return null;
  }
}

/**
 * The command line of a process, or '' when there is none.
 * @param {number} pid
 */
export function commandLineOf(pid) {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    if (WINDOWS) return execFileSync('tasklist', ['/fi', `PID eq ${pid}`, '/nh'], { encoding: 'utf8' });
    return execFileSync('ps', ['-o', 'args=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return '';
  }
}

/**
 * The process that started a process; 0 when that cannot be told.
 * @param {number} pid
 */
export function parentOf(pid) {
  try {
    if (process.platform === 'linux') {
      return Number(
        readFileSync(`/proc/${pid}/stat`, 'utf8')
          .replace(/^.*\) /s, '')
          .split(' ')[1],
      );
    }
    if (WINDOWS) return 0;
    return Number(execFileSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8', stdio: 'pipe' }));
  } catch {
    return 0;
  }
}

/**
 * Whether the very process of the record still runs, and not a later one of the same number.
 * @param {Pick<ProcessRecord, 'pid' | 'started'>} record
 */
export const isRunning = ({ pid, started }) => started !== null && startTimeOf(pid) === started;

/**
 * Signals a process, or (with 'group') all that it has started too. A process that is gone already
 * is no error.
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 * @param {'group'} [scope]
 */
export function sendSignal(pid, signal, scope) {
  try {
    if (WINDOWS) execFileSync('taskkill', ['/pid', String(pid), '/t', '/f'], { stdio: 'ignore' });
    else process.kill(scope === 'group' ? -pid : pid, signal);
  } catch {
    // gone
  }
}

/**
 * Stops a process that is not our child: asks, waits its grace time, then kills it with all that it
 * started.
 * @param {ProcessRecord} record
 * @returns {Promise<boolean>} whether there was anything to stop
 */
export async function stopProcess(record) {
  if (!isRunning(record)) return false;
  sendSignal(record.pid, record.signal);
  const deadline = Date.now() + record.graceMs;
  while (isRunning(record) && Date.now() < deadline) await pause(POLL_MS);
  sendSignal(record.pid, 'SIGKILL', 'group');
  while (isRunning(record)) await pause(POLL_MS);
  return true;
}
