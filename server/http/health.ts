import { type Deps, type EngineHealth } from '../deps';

/** How the whole is: it serves while the database answers; without media or chain it serves what it can, and says so. */
export interface Health {
  ok: boolean;
  database: EngineHealth;
  media: EngineHealth;
  chain: EngineHealth;
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
