// Starting programs so that none is ever left behind: each is written down in a file (for the next
// start) and told to the guardian (for the moment when this process dies without a word), and leads
// a process group of its own, so that Ctrl-C in a terminal reaches the launcher alone, which then
// stops them in order.
import { spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sendSignal, startTimeOf, stopProcess } from './processes.mjs';

/** @typedef {import('./processes.mjs').ProcessRecord} ProcessRecord */

/**
 * @typedef {object} Command
 * @property {string} command
 * @property {readonly string[]} args
 * @property {string} [cwd]
 * @property {import('./paths.mjs').Env} [env] the whole environment; this process's own when not given
 * @property {number} [uid]
 * @property {number} [gid]
 */

/**
 * A program that goes on running beside us.
 * @typedef {object} Child
 * @property {string} name
 * @property {number} pid
 * @property {Promise<string>} exited resolves to how it ended ("exit code 1", "SIGKILL"); never rejects
 * @property {() => boolean} running
 * @property {() => string} tail its last words
 * @property {() => Promise<void>} stop asks it to stop, and kills it when it does not; can be called again
 * @property {() => unknown} kill at once
 */

const TAIL_LINES = 15;

/** Programs of this process that still run. @type {Set<{ kill: () => void }>} */
const alive = new Set();

/** Kills whatever still runs, set-up tools included. */
export const killAll = () => alive.forEach((one) => one.kill());

/** @type {import('node:stream').Writable | undefined} */
let guardianPipe;

/** @param {string} line */
function notifyGuardian(line) {
  if (!guardianPipe?.writable) {
    const guardian = spawn(process.execPath, [fileURLToPath(new URL('./guardian.mjs', import.meta.url))], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
      windowsHide: true,
    });
    guardian.unref();
    guardian.stdin.on('error', () => undefined);
    // it must not keep this process alive: a pipe to a child is a socket, and can be let go
    /** @type {import('node:net').Socket} */ (/** @type {unknown} */ (guardian.stdin)).unref();
    guardianPipe = guardian.stdin;
  }
  guardianPipe.write(`${line}\n`);
}

/**
 * @param {Command} program
 * @param {import('node:child_process').StdioOptions} stdio
 * @param {NodeJS.Signals} signal
 * @param {number} graceMs
 */
async function spawnGuarded({ command, args, cwd, env = process.env, uid, gid }, stdio, signal, graceMs) {
  const child = spawn(command, args, {
    cwd,
    env: /** @type {NodeJS.ProcessEnv} */ (env),
    uid,
    gid,
    stdio,
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  /** @type {Promise<string>} */
  const exited = new Promise((resolve) => {
    child.once('error', (error) => resolve(`could not be started: ${error.message}`));
    child.once('exit', (code, by) => resolve(by ?? `exit code ${code}`));
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${command} ${await exited}`);

  /** @type {ProcessRecord} */
  const record = { pid, started: startTimeOf(pid), signal, graceMs };
  notifyGuardian(`+${JSON.stringify(record)}`);
  const one = { kill: () => sendSignal(pid, 'SIGKILL', 'group') };
  alive.add(one);
  void exited.then(() => {
    alive.delete(one);
    notifyGuardian(`-${pid}`);
  });
  return { child, record, exited };
}

/**
 * Starts a program that goes on running, after making sure that an earlier one of that name in
 * that folder does not.
 * @param {Command & { name: string, dataDir: string, signal?: NodeJS.Signals, graceMs?: number, terminal?: boolean }} program
 *   `terminal` lets it write to our terminal instead of its log
 * @returns {Promise<Child>}
 */
export async function startChild({
  name,
  dataDir,
  signal = 'SIGTERM',
  graceMs = 10_000,
  terminal = false,
  ...program
}) {
  const runDir = join(dataDir, 'run');
  const logDir = join(dataDir, 'logs');
  const pidFile = join(runDir, `${name}.json`);
  const logFile = join(logDir, `${name}.log`);
  mkdirSync(runDir, { recursive: true });
  mkdirSync(logDir, { recursive: true });
  await stopLeftover(pidFile);
  if (existsSync(logFile)) renameSync(logFile, join(logDir, `${name}.previous.log`));

  const log = openSync(logFile, 'w');
  const output = terminal ? 'inherit' : log;
  const spawned = spawnGuarded(program, ['ignore', output, output], signal, graceMs);
  const { record, exited } = await spawned.finally(() => closeSync(log));
  const { pid } = record;
  writeFileSync(pidFile, JSON.stringify(record));

  let running = true;
  const ended = exited.then((how) => {
    running = false;
    // nobody of its group may outlive it: they would hold its ports and files
    sendSignal(pid, 'SIGKILL', 'group');
    rmSync(pidFile, { force: true });
    return how;
  });
  /** @type {Promise<void> | undefined} */
  let stopping;
  const kill = () => running && sendSignal(pid, 'SIGKILL', 'group');
  return {
    name,
    pid,
    exited: ended,
    running: () => running,
    tail: () => lastLines(logFile),
    kill,
    stop: () =>
      (stopping ??= (async () => {
        if (!running) return;
        sendSignal(pid, signal);
        const timer = setTimeout(kill, graceMs);
        await ended;
        clearTimeout(timer);
      })()),
  };
}

/**
 * Runs a tool to its end. Every line that it prints goes to `onLine`, or with `terminal` all of it
 * to our own; a failure is an error with its last lines.
 * @param {Command & { onLine?: (line: string) => void, terminal?: boolean }} tool
 * @returns {Promise<string>} all that it printed
 */
export async function run({ onLine, terminal = false, ...tool }) {
  const output = terminal ? 'inherit' : 'pipe';
  const { child, exited } = await spawnGuarded(tool, ['ignore', output, output], 'SIGTERM', 2_000);
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    let partial = '';
    stream?.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      printed += text;
      const lines = (partial + text).split(/\r?\n/);
      partial = lines.pop() ?? '';
      if (onLine) lines.filter((line) => line.trim()).forEach(onLine);
    });
  }
  const closed = new Promise((resolve) => child.once('close', resolve));
  const how = await exited;
  await closed;
  if (how !== 'exit code 0')
    throw new Error(`${[tool.command, ...tool.args].join(' ')}: ${how}\n${indent(lastOf(printed))}`);
  return printed;
}

/**
 * Stops what an earlier run has left behind in a data folder.
 * @param {string} dataDir
 * @returns {Promise<string[]>} the names of what was stopped
 */
export async function stopLeftovers(dataDir) {
  const runDir = join(dataDir, 'run');
  if (!existsSync(runDir)) return [];
  const names = readdirSync(runDir).filter((file) => file.endsWith('.json'));
  const stopped = await Promise.all(
    names.map(async (file) => ((await stopLeftover(join(runDir, file))) ? [file.slice(0, -5)] : [])),
  );
  return stopped.flat();
}

/** @param {string} pidFile */
async function stopLeftover(pidFile) {
  if (!existsSync(pidFile)) return false;
  /** @type {ProcessRecord | undefined} */
  let record;
  try {
    record = JSON.parse(readFileSync(pidFile, 'utf8'));
  } catch {
    // cut short by a crash: there is nothing to be learned from it
  }
  const stopped = record ? await stopProcess(record) : false;
  rmSync(pidFile, { force: true });
  return stopped;
}

/** @param {string} file */
const lastLines = (file) => (existsSync(file) ? lastOf(readFileSync(file, 'utf8')) : '');

/** @param {string} text */
const lastOf = (text) => text.trimEnd().split(/\r?\n/).slice(-TAIL_LINES).join('\n');

/**
 * @param {string} text
 * @returns {string}
 */
export const indent = (text) => text.replace(/^/gm, '    ');
