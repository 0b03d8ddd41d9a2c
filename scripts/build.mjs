// npm run build: everything that runs in production, in build/. Nothing is done when no source has
// changed since.
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { run } from './launcher/children.mjs';
import { sourceHash } from './launcher/hash.mjs';
import { ROOT } from './launcher/paths.mjs';

const TOOLS = [
  'scripts/build.mjs',
  'scripts/browser-bundle-guard.mjs',
  'scripts/contracts',
  'scripts/demo-accounts.mjs',
  'scripts/launcher/hash.mjs',
  'scripts/texts',
];
/** Whatever decides what the build is. */
const SOURCES = [
  'app',
  'schemas',
  'sdk',
  'texts',
  'server',
  'prisma',
  'public',
  'contracts/artifacts',
  'vite.config.ts',
  'tsconfig.json',
  'package-lock.json',
  ...TOOLS,
];
/** Neither tests nor the compiled package of the SDK change the build. */
const isNoSource = (/** @type {string} */ path) => /\.test\.tsx?$|\/testing\/|^sdk\/dist\//.test(path);

/** Programs of the server: bundled each into one file; what they import from npm is not. */
export const PROGRAMS = {
  main: 'server/main.ts',
  'packager-worker': 'server/gateways/packager-worker.ts',
  'recorder-worker': 'server/gateways/recorder-worker.ts',
  migrate: 'prisma/migrate.ts',
  seed: 'prisma/seed.ts',
  deploy: 'scripts/contracts/chain-deploy.ts',
};

const COMPRESSIBLE = new Set(['.js', '.css', '.html', '.json', '.svg', '.txt', '.map', '.webmanifest', '.wasm']);
/** Below, the compressed file is hardly smaller and costs a look at the disk. */
const MIN_BYTES = 1024;

/** @typedef {import('./launcher/steps.mjs').Telling} Telling */

/**
 * @param {Telling} [tell]
 * @param {import('./launcher/paths.mjs').Env} [env]
 * @returns {Promise<string>} what came of it, in words
 */
export async function build(tell, env = process.env) {
  const stamp = join(ROOT, 'build/.source');
  const demoWallet = env.VILOKANAM_DEMO_WALLET === '1';
  const hash = `${sourceHash(ROOT, SOURCES, (path) => !isNoSource(path))} demo wallet: ${demoWallet}\n`;
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return 'up to date';

  rmSync(join(ROOT, 'build'), { recursive: true, force: true });
  tell?.progress('pages');
  await run({
    command: process.execPath,
    args: [join(ROOT, 'node_modules/@remix-run/dev/dist/cli.js'), 'vite:build'],
    cwd: ROOT,
    env: { ...env, NODE_ENV: 'production' },
  });
  tell?.progress('server');
  await bundlePrograms();
  tell?.progress('compressing');
  const files = await compressAssets(join(ROOT, 'build/client'));
  writeFileSync(stamp, hash);
  return `built, ${files} files compressed`;
}

async function bundlePrograms() {
  const esbuild = await import('esbuild');
  await esbuild.build({
    absWorkingDir: ROOT,
    entryPoints: Object.entries(PROGRAMS).map(([out, source]) => ({ in: join(ROOT, source), out })),
    outdir: 'build',
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    logLevel: 'error',
  });
  await esbuild.stop(); // it would stay as long as the launcher
}

/**
 * Beside each asset its brotli and gzip form, which the server sends as they are.
 * @param {string} folder
 * @returns {Promise<number>} how many assets have them now
 */
async function compressAssets(folder) {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    COMPRESSIBLE.has(extname(file)),
  );
  const done = await Promise.all(
    files.map(async (file) => {
      const path = join(folder, file);
      const content = await readFile(path);
      if (content.length < MIN_BYTES) return false;
      const params = { [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
      await writeFile(`${path}.br`, await promisify(brotliCompress)(content, { params }));
      await writeFile(`${path}.gz`, await promisify(gzip)(content, { level: constants.Z_BEST_COMPRESSION }));
      return true;
    }),
  );
  return done.filter(Boolean).length;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) console.log(await build());
