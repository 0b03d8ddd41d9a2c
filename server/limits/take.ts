import { createHash } from 'node:crypto';
import { later, SECOND } from '../clock';
import { type Deps, type Origin } from '../deps';
import { DomainError } from '../errors';
import { networkOf } from './network';
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
  const latest = later(now, (rule.burst - 1) * rule.interval);
  const [row] = await db.$queryRaw<{ through: boolean; arrival_at: Date }[]>`
    WITH taken AS (
      INSERT INTO rate_limits AS stored (key, arrival_at)
      VALUES (${key}, ${later(now, rule.interval)}::timestamptz)
      ON CONFLICT (key) DO UPDATE
        SET arrival_at = greatest(stored.arrival_at, ${now}::timestamptz) + ${rule.interval} * interval '1 millisecond'
        WHERE stored.arrival_at <= ${latest}::timestamptz
      RETURNING arrival_at
    )
    SELECT true AS through, arrival_at FROM taken
    UNION ALL
    SELECT false, arrival_at FROM rate_limits WHERE key = ${key} AND NOT EXISTS (SELECT FROM taken)`;
  if (row?.through) return { through: true };
  // No row at all: somebody made it after this statement began to look, and took the last place.
  // They wait one interval.
  const opensAt = row ? row.arrival_at.getTime() - (latest.getTime() - now.getTime()) : now.getTime() + rule.interval;
  return { through: false, retryAfterSeconds: Math.max(1, Math.ceil((opensAt - now.getTime()) / SECOND)) };
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
  const sides = [
    ['network', networkOf(origin.ipAddress)],
    ['subject', subject.trim().toLowerCase().normalize('NFKC')],
  ] as const;
  for (const [side, value] of sides) {
    const taken = await take(deps, keyOf(what, side, value), rules[what][side]);
    if (!taken.through) throw new DomainError('tooManyTries', taken.retryAfterSeconds);
  }
}
