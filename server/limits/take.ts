import { createHash } from 'node:crypto';
import { later, SECOND } from '../clock';
import { type Deps, type Origin } from '../deps';
import { DomainError } from '../errors';
import { networkOf } from './network';
import { sql, type Sql } from '../sql';
import { rules, type Limited, type Rule } from './rules';

/** What came of a try: let through, or when the next one will be. */
export type Taken = { through: true } | { through: false; retryAfterSeconds: number };

/**
 * One try of a key under a rule, by GCRA: the row holds the moment at which a perfectly regular
 * caller would come next; each try that is let through moves it one interval on, and a try is
 * refused while it lies more than the burst ahead. One statement, so concurrent tries cannot both
 * take the last place; a refused try writes nothing, so insisting does not make the wait longer.
 */
export async function take({ db, clock }: Pick<Deps, 'db' | 'clock'>, key: string, rule: Rule): Promise<Taken> {
  const now = clock.now();
  const taken = await db.$queryRaw<unknown[]>`${taking(now, key, rule, sql`true`)}`;
  return taken.length > 0 ? { through: true } : refused({ db }, now, key, rule);
}

/** The statement that takes one try, where a condition holds; it returns a row when it is let through. */
function taking(now: Date, key: string, { burst, interval }: Rule, when: Sql): Sql {
  return sql`
    INSERT INTO rate_limits AS stored (key, arrival_at)
    SELECT ${key}, ${later(now, interval)}::timestamptz WHERE ${when}
    ON CONFLICT (key) DO UPDATE
      SET arrival_at = greatest(stored.arrival_at, ${now}::timestamptz) + ${interval} * interval '1 millisecond'
      WHERE stored.arrival_at <= ${later(now, (burst - 1) * interval)}::timestamptz
    RETURNING 1`;
}

/** When the next try will be let through. */
async function refused({ db }: Pick<Deps, 'db'>, now: Date, key: string, { burst, interval }: Rule): Promise<Taken> {
  const row = await db.rateLimit.findUnique({ where: { key }, select: { arrivalAt: true } });
  // swept away meanwhile: they wait one interval
  const opensIn = row ? row.arrivalAt.getTime() - now.getTime() - (burst - 1) * interval : interval;
  return { through: false, retryAfterSeconds: Math.max(1, Math.ceil(opensIn / SECOND)) };
}

/**
 * The key in the table: hashed, for a name may be an e-mail address and a network is somebody's.
 */
function keyOf(what: Limited, side: 'network' | 'subject', value: string): string {
  return createHash('sha256').update(`${what}\n${side}\n${value}`).digest('hex');
}

/**
 * Lets a try through or refuses it with `tooManyTries`. To be called before anything that costs
 * (argon2 above all). The network is asked first, so that one machine that is already refused
 * cannot use up the tries of a name as well. Success gives nothing back: else an attacker with one
 * account of their own could go on for ever.
 */
export async function limit(
  deps: Pick<Deps, 'db' | 'clock'>,
  what: Limited,
  origin: Pick<Origin, 'ipAddress'>,
  subject: string,
): Promise<void> {
  const { db, clock } = deps;
  const now = clock.now();
  const network = { key: keyOf(what, 'network', networkOf(origin.ipAddress)), rule: rules[what].network };
  const name = subject.trim().toLowerCase().normalize('NFKC');
  const about = { key: keyOf(what, 'subject', name), rule: rules[what].subject };
  const [taken] = await db.$queryRaw<{ network: boolean; about: boolean }[]>`
    WITH network AS (${taking(now, network.key, network.rule, sql`true`)}),
      about AS (${taking(now, about.key, about.rule, sql`EXISTS (SELECT FROM network)`)})
    SELECT EXISTS (SELECT FROM network) AS network, EXISTS (SELECT FROM about) AS about`;
  if (taken?.network && taken.about) return;
  const { key, rule } = taken?.network ? about : network;
  const until = await refused({ db }, now, key, rule);
  throw new DomainError('tooManyTries', until.through ? undefined : until.retryAfterSeconds);
}
