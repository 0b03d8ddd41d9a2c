import { SECOND } from '../clock';
import { type Deps, type EngineHealth } from '../deps';
import { kept } from '../kept';

/** Anybody may ask as often as they like; the engines are asked no more often than this. */
const TOLD_FOR = SECOND;

/** How the whole is: it serves while the database answers; without media or chain it serves what it can, and says so. */
export interface Health {
  ok: boolean;
  database: EngineHealth;
  media: EngineHealth;
  chain: EngineHealth;
}

/** Asks the engines for all who want to know at the moment. */
export function healthOf(deps: Pick<Deps, 'db' | 'rooms' | 'ledger' | 'clock'>): () => Promise<Health> {
  return kept(deps, TOLD_FOR, () => readHealth(deps));
}

export async function readHealth({ db, rooms, ledger }: Pick<Deps, 'db' | 'rooms' | 'ledger'>): Promise<Health> {
  const [database, media, chain] = await Promise.all([databaseHealth(db), rooms.health(), ledger.health()]);
  return { ok: database.ok, database, media, chain };
}

async function databaseHealth(db: Deps['db']): Promise<EngineHealth> {
  try {
    await db.$queryRaw`SELECT 1`;
    return { ok: true, detail: 'answers' };
  } catch {
    return { ok: false, detail: 'does not answer' };
  }
}
