import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMigrations } from '../server/gateways/migrations';
import { type Engine } from '../scripts/engines/engine.mjs';
import { startPostgres } from '../scripts/engines/postgres.mjs';

export const quiet = { say: () => undefined, progress: () => undefined };

/** A PostgreSQL as the product has it, migrated, in a folder of its own. */
export async function startDatabase(): Promise<{ url: string; pid: number; stop(): Promise<void> }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'vilokanam-bench-'));
  const engine: Engine = await startPostgres({ dataDir, tell: quiet });
  const migrations = openMigrations({ url: engine.url, folder: 'prisma' });
  await migrations.apply();
  return {
    url: engine.url,
    pid: engine.child.pid,
    async stop() {
      await engine.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/**
 * CPU time of a process and all that it started, in microseconds; 0 where nothing tells (only Linux
 * does).
 */
export function cpuOf(root: number): number {
  const processes = new Map<number, { parent: number; micros: number }>();
  for (const name of listed('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      // user and system time of itself, and of children that have ended; a hundred ticks a second
      const ticks = fields.slice(11, 15).reduce((sum, part) => sum + Number(part), 0);
      processes.set(Number(name), { parent: Number(fields[1]), micros: ticks * 10_000 });
    } catch {
      // gone meanwhile
    }
  }
  const isDescendant = (pid: number): boolean =>
    pid === root || (pid > 1 && isDescendant(processes.get(pid)?.parent ?? 0));
  return [...processes].reduce((sum, [pid, { micros }]) => sum + (isDescendant(pid) ? micros : 0), 0);
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** The middle one. */
export function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
/** The value that nineteen of twenty do not exceed. */
export function p95(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length * 0.95)] ?? NaN;
}
/** Milliseconds by the machine's clock: the same in all processes. */
export const now = () => Number(process.hrtime.bigint()) / 1e6;
export const pause = (ms: number) => new Promise<void>((passed) => setTimeout(passed, ms));
