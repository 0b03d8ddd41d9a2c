import { BEHIND_FOR } from '../chain/compare';
import { readCursor } from '../chain/cursor';
import { SECOND } from '../clock';
import { type Deps, type EngineHealth } from '../deps';
import { cachedFor } from '../cached-for';

/** Anybody may ask as often as they like; the engines are asked no more often than this. */
const TOLD_FOR = SECOND;

/**
 * How the whole is: it serves while the database answers; without media or chain it serves what it
 * can, and says so.
 */
export interface Health {
  ok: boolean;
  database: EngineHealth;
  media: EngineHealth;
  chain: EngineHealth;
}

/** Asks the engines for all who want to know at the moment. */
export function healthOf(deps: Pick<Deps, 'db' | 'rooms' | 'ledger' | 'clock'>): () => Promise<Health> {
  return cachedFor(deps, TOLD_FOR, () => readHealth(deps));
}

export async function readHealth(deps: Pick<Deps, 'db' | 'rooms' | 'ledger' | 'clock'>): Promise<Health> {
  const [database, media, chain] = await Promise.all([databaseHealth(deps.db), deps.rooms.health(), chainHealth(deps)]);
  return { ok: database.ok, database, media, chain };
}

/**
 * A chain that lags behind what was read of it is waited for: that is well for a while, and said at
 * once.
 */
async function chainHealth(deps: Pick<Deps, 'db' | 'ledger' | 'clock'>): Promise<EngineHealth> {
  const { ok, detail, block } = await deps.ledger.health();
  const cursor = ok && block !== undefined ? await readCursor(deps).catch(() => null) : null;
  if (!cursor || block === undefined || block >= cursor.blockNumber) return { ok, detail };
  const since = deps.clock.now().getTime() - cursor.updatedAt.getTime();
  return { ok: since < BEHIND_FOR, detail: `${detail}, waited for: block ${cursor.blockNumber} was read before` };
}

async function databaseHealth(db: Deps['db']): Promise<EngineHealth> {
  try {
    await db.$queryRaw`SELECT 1`;
    return { ok: true, detail: 'answers' };
  } catch {
    return { ok: false, detail: 'does not answer' };
  }
}
