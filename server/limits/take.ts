import { createHash } from 'node:crypto';
import { later, SECOND } from '../clock';
import { type Deps, type Origin } from '../deps';
import { DomainError } from '../errors';
import { networkOf } from './network';
import { sql, type Sql } from '../sql';
import { rules, type Limited, type Rule } from './rules';

/** What came of a try: let through, or when the next one will be. */
export type Taken = { through: true } | { through: false; retryAfterSeconds: number };

/** A key that is tried, and how often it may be. */
export interface Try {
  key: string;
  rule: Rule;
}

/**
 * One try of a key under a rule, and where it is let through of a second key, by GCRA: the row
 * holds the moment at which a perfectly regular caller would come next; each try that is let
 * through moves it one interval on, and a try is refused while it lies more than the burst ahead.
 * One statement, so concurrent tries cannot both take the last place; a refused try writes nothing,
 * so insisting does not make the wait longer.
 */
export async function take({ db, clock }: Pick<Deps, 'db' | 'clock'>, first: Try, second?: Try): Promise<Taken> {
  const now = clock.now();
  const then = second ? taking(now, second, sql`EXISTS (SELECT FROM first)`) : sql`SELECT FROM first`;
  // answered before it is on the disk: a database that dies forgets the last tries, and no more
  const [taken] = await db.$queryRaw<{ first: boolean; second: boolean }[]>`
    WITH first AS (${taking(now, first, sql`true`)}), second AS (${then})
    SELECT EXISTS (SELECT FROM first) AS first, EXISTS (SELECT FROM second) AS second,
      set_config('synchronous_commit', 'off', true)`;
  if (taken?.first && taken.second) return { through: true };
  return { through: false, retryAfterSeconds: await secondsLeft({ db }, now, taken?.first && second ? second : first) };
}

/** Takes one try where a condition holds; a row says that it is let through. */
function taking(now: Date, { key, rule: { burst, interval } }: Try, when: Sql): Sql {
  return sql`
    INSERT INTO rate_limits AS stored (key, arrival_at)
    SELECT ${key}, ${later(now, interval)}::timestamptz WHERE ${when}
    ON CONFLICT (key) DO UPDATE
      SET arrival_at = greatest(stored.arrival_at, ${now}::timestamptz) + ${interval} * interval '1 millisecond'
      WHERE stored.arrival_at <= ${later(now, (burst - 1) * interval)}::timestamptz
    RETURNING 1`;
}

/** Until the next try of a refused key will be let through. */
async function secondsLeft({ db }: Pick<Deps, 'db'>, now: Date, { key, rule }: Try): Promise<number> {
  const row = await db.rateLimit.findUnique({ where: { key }, select: { arrivalAt: true } });
  // swept away meanwhile: they wait one interval
  const opensIn = row ? row.arrivalAt.getTime() - now.getTime() - (rule.burst - 1) * rule.interval : rule.interval;
  return Math.max(1, Math.ceil(opensIn / SECOND));
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
  const { network, subject: about } = rules[what];
  const name = subject.trim().toLowerCase().normalize('NFKC');
  const taken = await take(
    deps,
    { key: keyOf(what, 'network', networkOf(origin.ipAddress)), rule: network },
    { key: keyOf(what, 'subject', name), rule: about },
  );
  if (!taken.through) throw new DomainError('tooManyTries', taken.retryAfterSeconds);
}
