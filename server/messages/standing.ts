import { type Db } from '../deps';

/** How long somebody paid for this creator's seconds, in three steps; 0 is less than the first. */
export type SupporterLevel = 0 | 1 | 2 | 3;

/** What somebody is in a creator's chat. */
export interface Standing {
  role: 'creator' | 'moderator' | null;
  supporter: SupporterLevel;
}

/** From so many paid seconds on: ten minutes, two hours, ten hours. */
const STEPS = [600n, 7_200n, 36_000n] as const;

/** The standing of some accounts with one creator, by two statements however many they are. */
export async function standingsWith(
  db: Pick<Db, 'moderator' | '$queryRaw'>,
  creatorId: string,
  accounts: readonly string[],
): Promise<(accountId: string) => Standing> {
  const ids = [...new Set(accounts)];
  const [moderators, paid] = await Promise.all([
    db.moderator.findMany({ where: { creatorId, moderatorId: { in: ids } }, select: { moderatorId: true } }),
    // only what was signed for counts, so a new account has no standing whatever it says
    db.$queryRaw<{ account_id: string; seconds: bigint }[]>`
      SELECT v.account_id, sum(v.seconds_paid)::bigint AS seconds
      FROM viewings v JOIN streams s ON s.id = v.stream_id
      WHERE v.account_id = ANY(${ids}::uuid[]) AND s.creator_id = ${creatorId}::uuid AND v.seconds_paid > 0
      GROUP BY v.account_id`,
  ]);
  const keeping = new Set(moderators.map(({ moderatorId }) => moderatorId));
  const seconds = new Map(paid.map((row) => [row.account_id, row.seconds]));
  return (accountId) => ({
    role: accountId === creatorId ? 'creator' : keeping.has(accountId) ? 'moderator' : null,
    supporter: levelOf(seconds.get(accountId) ?? 0n),
  });
}

function levelOf(seconds: bigint): SupporterLevel {
  return STEPS.filter((step) => seconds >= step).length as SupporterLevel;
}
