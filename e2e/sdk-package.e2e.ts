import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { exactAmount, type Amount } from '../sdk/money';
import { type Hex } from '../sdk/voucher';
import { npm } from '../scripts/launcher/dependencies.mjs';
import { ROOT } from '../scripts/launcher/paths.mjs';
import { enter, eventually, openPurse, planStream, unit, type Actor } from './actor';
import { databaseOf, pairsOf } from './books';
import { goLive } from './on-air';

interface Manifest {
  version: string;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

/** What the project outside needs besides the package, in the versions of the repository. */
const BESIDE = ['@livekit/rtc-node', '@types/node', '@types/react', 'react', 'typescript'];
const PRICE = '0.0123';
/** The program of the README leaves after so many. */
const SECONDS = 5;

const run = promisify(execFile);
const readJson = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as unknown;
const runNpm = async (cwd: string, ...args: string[]) => {
  const { command, args: given } = npm(args);
  return (await run(command, given, { cwd })).stdout;
};

let outside: string;
let packed: string[];
let examples: { name: string; language: string; code: string }[];

beforeAll(async () => {
  outside = mkdtempSync(join(tmpdir(), 'vilokanam-sdk-'));
  await run(process.execPath, ['scripts/build-sdk.mjs'], { cwd: ROOT });
  packed = await packInto(outside);
  writeProject(outside);
  // What the repository has installed lies in npm's cache; what is not there is downloaded.
  await runNpm(outside, 'install', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund');
  examples = examplesOf(readFileSync(join(outside, 'node_modules/@vilokanam/sdk/README.md'), 'utf8'));
  for (const { name, code } of examples) writeFileSync(join(outside, name), code);
}, 300_000);

afterAll(() => rmSync(outside, { recursive: true, force: true }));

/** Packs the SDK as it would be published; returns the paths of what is in it. */
async function packInto(folder: string): Promise<string[]> {
  const told = await runNpm(ROOT, 'pack', '--workspace', '@vilokanam/sdk', '--pack-destination', folder, '--json');
  const answer = JSON.parse(told) as unknown;
  const [{ files } = { files: [] }] = Object.values(answer as Record<string, { files: { path: string }[] }>);
  return files.map(({ path }) => path);
}

/**
 * An empty project that depends on the packed file. The repository's lockfile goes along, so that
 * third-party versions are those that are tested.
 */
function writeProject(folder: string): void {
  const root = readJson(join(ROOT, 'package.json')) as Manifest;
  const { version } = readJson(join(ROOT, 'sdk/package.json')) as Manifest;
  const ranges = { ...root.dependencies, ...root.devDependencies };
  const beside = BESIDE.map((name) => [name, ranges[name]!] as const);
  const dependencies = Object.fromEntries([['@vilokanam/sdk', `file:vilokanam-sdk-${version}.tgz`], ...beside]);
  const project = { name: 'outside', version: '1.0.0', private: true, type: 'module', dependencies };
  const lock = readJson(join(ROOT, 'package-lock.json')) as { packages: Record<string, unknown> };
  const ours = ['', 'sdk', 'node_modules/@vilokanam/sdk'];
  const locked = Object.entries(lock.packages).filter(([path]) => !ours.includes(path));
  const packages = { '': { name: 'outside', version: '1.0.0', dependencies: Object.fromEntries(beside) } };
  const compilerOptions = {
    target: 'ES2022',
    module: 'nodenext',
    jsx: 'react-jsx',
    strict: true,
    outDir: 'built',
    types: ['node'],
  };
  const files = {
    'package.json': project,
    'package-lock.json': { ...lock, name: 'outside', packages: { ...packages, ...Object.fromEntries(locked) } },
    'tsconfig.json': { compilerOptions, include: ['*.ts', '*.tsx'] },
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), JSON.stringify(content));
}

/**
 * The code of the README that is TypeScript; the program for Node names itself in its first line.
 */
function examplesOf(readme: string) {
  return [...readme.matchAll(/^```(tsx?)\n([\s\S]*?)^```$/gm)].map(([, language = '', code = ''], index) => {
    const own = /^\/\/ (\w+)\.ts /.exec(code)?.[1];
    return { name: `${own ?? `example-${index}`}.${language}`, language, code };
  });
}

it('the package holds compiled code with its types, what npm shows of it, and nothing else', () => {
  const others = packed.filter((path) => !/^dist\/[a-z-]+\.(js|d\.ts)$/.test(path));
  expect(others.sort()).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json']);
  expect(packed.filter((path) => path.includes('.test.'))).toEqual([]);
  const sdk = join(outside, 'node_modules/@vilokanam/sdk');
  const reachingOut = packed.filter(
    (path) => path.startsWith('dist/') && /(from |import\()'\.\.\//.test(readFileSync(join(sdk, path), 'utf8')),
  );
  expect(reachingOut).toEqual([]);
});

it('every example of the README compiles against the installed package, by the rules of Node and of bundlers', async () => {
  expect(examples.map(({ language }) => language)).toEqual(expect.arrayContaining(['ts', 'tsx']));
  const tsc = (...options: string[]) =>
    run(process.execPath, ['node_modules/typescript/bin/tsc', ...options], { cwd: outside }).catch(
      ({ stdout }: { stdout: string }) => ({ stdout }),
    );
  expect((await tsc()).stdout).toBe('');
  expect((await tsc('--noEmit', '--module', 'esnext', '--moduleResolution', 'bundler')).stdout).toBe('');
  const inNode = ['--strict', '--module', 'nodenext', '--target', 'es2022', '--lib', 'es2022', '--types', 'node'];
  // without the types of a browser
  expect((await tsc('--noEmit', ...inNode, 'watch.ts')).stdout).toBe('');
});

it('a page with the React player is bundled for browsers, and nothing of Node gets into it', async () => {
  const page = examples.find(({ code }) => code.includes('<TickPlayer'))!;
  const { metafile } = await build({
    absWorkingDir: outside,
    entryPoints: [page.name],
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'browser',
    splitting: true,
    outdir: 'bundled',
    jsx: 'automatic',
    logLevel: 'silent',
  });
  const inputs = Object.keys(metafile.inputs);
  expect(inputs).toContain('node_modules/@vilokanam/sdk/dist/tick-player.js');
  expect(
    inputs.filter((path) => /node_modules\/(ws|@livekit\/rtc-node)\/|\/node-(client|media)\.js/.test(path)),
  ).toEqual([]);
});

it('the program of the README joins a live stream and pays the exact price for each second, as the server counts it', async () => {
  const url = inject('url');
  const [creator, viewer] = await Promise.all([enter(url), enter(url)]);
  const rate = unit(PRICE);
  const stream = await planStream(creator, { title: 'For a program', rate });
  const show = await goLive(creator, stream);
  try {
    const program = await startProgram(url, stream, viewer);
    await openPurse(viewer, { deposit: unit('2'), sessionKey: program.sessionKey });
    const told = await program.paid();
    expect(told.map(({ refused }) => refused)).toEqual(told.map(() => null));
    for (const { seconds, amount } of told) expect(amount).toBe(exactAmount((BigInt(seconds) * rate) as Amount));
    const counts = told.map(({ seconds }) => seconds);
    expect(counts).toEqual([...counts].sort((one, other) => one - other));
    const last = counts.at(-1)!;
    expect(last).toBeGreaterThanOrEqual(SECONDS);
    const database = databaseOf(inject('dataDir'));
    const books = { viewer: viewer.h160, seconds: BigInt(last), amount: BigInt(last) * rate, open: 0 };
    await eventually('the server counts what the program signed', 15_000, async () => {
      const [pair] = await pairsOf(database, creator.h160);
      return pair?.open === 0 && pair.seconds === books.seconds;
    });
    expect(await pairsOf(database, creator.h160)).toEqual([expect.objectContaining(books)]);
  } finally {
    await show.end();
  }
}, 120_000);

/** What the program prints whenever something changes. */
interface Told {
  seconds: number;
  amount: string;
  refused: unknown;
}

/**
 * Starts the README's program as a process of its own, with what it is given on its command line.
 */
async function startProgram(url: string, stream: string, viewer: Actor) {
  const { chain } = await viewer.trpc.purse.overview.query();
  const program = join(outside, 'built/watch.js');
  expect(existsSync(program)).toBe(true);
  const child = spawn(
    process.execPath,
    [program, url, stream, PRICE, String(chain.chainId), chain.contract ?? '', viewer.h160],
    { cwd: outside, env: { ...process.env, COOKIE: viewer.cookie }, stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const { value: first } = (await lines.next()) as { value?: string };
  return {
    /** The key that it made: a purse has to be opened with it. */
    sessionKey: /0x[\da-f]{128}/.exec(first ?? '')?.[0] as Hex,
    /**
     * Has it go on, and answers what it told until it ended by itself; LiveKit's library logs to
     * the same output.
     */
    async paid(): Promise<Told[]> {
      child.stdin.write('\n');
      const told: Told[] = [];
      for (let line = await lines.next(); !line.done; line = await lines.next())
        if (line.value.startsWith('{"seconds"')) told.push(JSON.parse(line.value) as Told);
      expect(await ended).toBe(0);
      return told;
    },
  };
}
