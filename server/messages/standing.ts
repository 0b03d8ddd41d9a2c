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

/** The standing of some accounts with one creator, by one statement however many they are. */
export async function standingsWith(
  db: Pick<Db, '$queryRaw'>,
  creatorId: string,
  accounts: readonly string[],
): Promise<(accountId: string) => Standing> {
  const ids = [...new Set(accounts)];
  // only what was signed for counts, so a new account has no standing whatever it says
  const rows = await db.$queryRaw<{ id: string; moderates: boolean; seconds: bigint | null }[]>`
    SELECT a.id::text, EXISTS (
        SELECT FROM moderators m WHERE m.creator_id = ${creatorId}::uuid AND m.moderator_id = a.id
      ) AS moderates, (
        SELECT sum(v.seconds_paid)::bigint FROM viewings v JOIN streams s ON s.id = v.stream_id
        WHERE v.account_id = a.id AND s.creator_id = ${creatorId}::uuid AND v.seconds_paid > 0
      ) AS seconds
    FROM unnest(${ids}::uuid[]) a (id)`;
  const known = new Map(rows.map((row) => [row.id, row]));
  return (accountId) => {
    const { moderates = false, seconds = 0n } = known.get(accountId) ?? {};
    return standingOf(creatorId, accountId, { moderates, seconds: seconds ?? 0n });
  };
}

/** The standing of who has signed for so many of the creator's seconds. */
export function standingOf(
  creatorId: string,
  accountId: string,
  { moderates, seconds }: { moderates: boolean; seconds: bigint },
): Standing {
  return {
    role: accountId === creatorId ? 'creator' : moderates ? 'moderator' : null,
    supporter: levelOf(seconds),
  };
}

function levelOf(seconds: bigint): SupporterLevel {
  return STEPS.filter((step) => seconds >= step).length as SupporterLevel;
}
