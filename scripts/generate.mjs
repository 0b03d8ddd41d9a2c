// npm run generate: the typed database client from prisma/schema.prisma, and the compiled texts
// from texts/ar.po, each when its source has changed since.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { run } from './launcher/children.mjs';
import { sourceHash } from './launcher/hash.mjs';
import { ROOT } from './launcher/paths.mjs';

const OUTPUT = 'server/generated/prisma';

/** @returns {Promise<string>} what came of it, in words */
export async function generate() {
  const made = [await generateClient(), await generateTexts()];
  return made.includes('generated') ? 'generated' : 'up to date';
}

async function generateTexts() {
  const { compileTexts, OUTPUT: folder, SOURCES } = await import('./texts/catalogue.mjs');
  const stamp = join(ROOT, folder, '.source');
  const hash = sourceHash(ROOT, SOURCES);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return 'up to date';
  await compileTexts();
  writeFileSync(stamp, hash);
  return 'generated';
}

async function generateClient() {
  const stamp = join(ROOT, OUTPUT, '.source');
  const hash = sourceHash(ROOT, ['prisma/schema.prisma', 'prisma.config.ts', 'node_modules/prisma/package.json']);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return 'up to date';
  await run({
    command: process.execPath,
    args: [join(ROOT, 'node_modules/prisma/build/index.js'), 'generate'],
    cwd: ROOT,
    // The CLI wants to download its schema engine, which generating does not use: it is content
    // with any program that exists.
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    },
  });
  writeFileSync(stamp, hash);
  return 'generated';
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) console.log(await generate());
