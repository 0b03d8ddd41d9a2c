import { existsSync, readFileSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually, scratchFolder } from '../testing/folders.mjs';
import { run, startChild, stopLeftovers } from './children.mjs';
import { isRunning, startTimeOf } from './processes.mjs';
import { untilHealthy } from './wait.mjs';

let dataDir: string;

beforeEach(() => void (dataDir = scratchFolder()));
afterEach(() => rmSync(dataDir, { recursive: true }));

const node = (code: string) => ({ name: 'program', dataDir, command: process.execPath, args: ['-e', code] });
const STAYS = 'setInterval(() => {}, 1000); console.log("up")';
const pidFile = () => join(dataDir, 'run/program.json');

test('a child is written down while it runs, and stops when asked', async () => {
  const child = await startChild(node(STAYS));
  expect(JSON.parse(readFileSync(pidFile(), 'utf8'))).toMatchObject({
    pid: child.pid,
    started: startTimeOf(child.pid),
  });
  await child.stop();
  expect(await child.exited).toBe('SIGTERM');
  expect(child.running()).toBe(false);
  expect(existsSync(pidFile())).toBe(false);
});

test('one that does not listen is killed after its grace time, and what it started with it', async () => {
  const grandchild = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(STAYS)}]).pid`;
  const child = await startChild({
    ...node(`process.on('SIGTERM', () => {}); ${STAYS}; console.log(${grandchild})`),
    graceMs: 200,
  });
  await eventually('it says whom it started', () => /\d/.test(child.tail()));
  const pid = Number(/\d+/.exec(child.tail())?.[0]);
  await child.stop();
  expect(await child.exited).toBe('SIGKILL');
  await eventually('the grandchild is gone', () => startTimeOf(pid) === null);
});

test('what ends while it is waited for is told with its last lines', async () => {
  const child = await startChild(node('console.error("no such file"); process.exit(3)'));
  await expect(untilHealthy(child, () => Promise.resolve(false), 5_000)).rejects.toThrow(
    /program ended while starting \(exit code 3\)[^]*no such file/,
  );
});

test('what does not answer in time is told so, and stopped', async () => {
  const child = await startChild(node(STAYS));
  await expect(untilHealthy(child, () => Promise.resolve(false), 300)).rejects.toThrow('did not answer within 0.3 s');
  expect(child.running()).toBe(false);
});

test('a program that does not exist is an error, not a crash', async () => {
  await expect(startChild({ ...node(''), command: join(dataDir, 'nothing') })).rejects.toThrow('could not be started');
});

test('a child of that name that an earlier run left behind is stopped first', async () => {
  const lost = await startChild(node(STAYS));
  const next = await startChild(node(STAYS));
  expect(lost.running()).toBe(false);
  await next.stop();
});

test('a stale file never stops a process that has only inherited the number', async () => {
  const bystander = await startChild({ ...node(STAYS), name: 'bystander' });
  mkdirSync(join(dataDir, 'run'), { recursive: true });
  const stale = { pid: bystander.pid, started: 'long ago', signal: 'SIGTERM', graceMs: 100 };
  writeFileSync(pidFile(), JSON.stringify(stale));
  rmSync(join(dataDir, 'run/bystander.json'));
  expect(await stopLeftovers(dataDir)).toEqual([]);
  expect(bystander.running()).toBe(true);
  expect(existsSync(pidFile())).toBe(false);
  await bystander.stop();
});

test('a tool that fails is an error with what it said', async () => {
  const lines: string[] = [];
  const tool = { command: process.execPath, args: ['-e', 'console.log("one"); console.error("two"); process.exit(2)'] };
  await expect(run({ ...tool, onLine: (line) => lines.push(line) })).rejects.toThrow(/exit code 2[^]*two/);
  expect(lines.sort()).toEqual(['one', 'two']);
});

test('when the parent is killed, the guardian stops its children', async () => {
  const module = JSON.stringify(new URL('./children.mjs', import.meta.url).href);
  const child = JSON.stringify({ ...node(STAYS), name: 'grandchild' });
  const parent = await startChild(
    node(
      `import(${module}).then(async ({ startChild }) => console.log((await startChild(${child})).pid)); setInterval(() => {}, 1000)`,
    ),
  );
  await eventually('it says whom it started', () => /\d/.test(parent.tail()));
  const pid = Number(/\d+/.exec(parent.tail())?.[0]);
  const grandchild = { pid, started: startTimeOf(pid) };
  expect(isRunning(grandchild)).toBe(true);
  process.kill(parent.pid, 'SIGKILL');
  await eventually('the grandchild is gone', () => !isRunning(grandchild));
});
