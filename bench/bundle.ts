import { build } from 'esbuild';
import { mkdirSync, rmSync } from 'node:fs';

/** Programs as they run in production: bundled into an empty folder, not read by tsx. */
export async function bundleInto(folder: string, entryPoints: Record<string, string>): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await build({
    entryPoints,
    outdir: folder,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
  });
}
