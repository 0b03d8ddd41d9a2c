import { record } from '../audit/record';
import { type Deps } from '../deps';
import { type LinkPolicy } from '../generated/prisma/enums';
import { type AccountId } from '../ids';
import { requireKeeper } from './people';

type Store = Pick<Deps, 'db' | 'clock'>;

/** Who may write in a channel's chat, and how often. */
export interface Rules {
  /** Seconds between two messages of one person; 0: none. */
  slowSeconds: number;
  /** Null: everybody; else only who has followed for so many minutes. */
  followedMinutes: number | null;
  /** Only who has signed for so many seconds of this creator's streams; 0: everybody. */
  paidSeconds: number;
  knownOnly: boolean;
  holdFirst: boolean;
  links: LinkPolicy;
}

/** As long as a creator has decided nothing. */
export const NO_RULES: Rules = {
  slowSeconds: 0,
  followedMinutes: null,
  paidSeconds: 0,
  knownOnly: false,
  holdFirst: false,
  links: 'allow',
};

/** A channel's rules; chat shows them to everybody. */
export async function readRules({ db }: Pick<Deps, 'db'>, channelId: AccountId): Promise<Rules> {
  const row = await db.channelRules.findUnique({
    where: { creatorId: channelId },
    omit: { creatorId: true, updatedAt: true },
  });
  return row ?? NO_RULES;
}

/** Sets all of a channel's rules. */
export async function changeRules(deps: Store, actorId: AccountId, channelId: AccountId, rules: Rules): Promise<void> {
  await requireKeeper(deps.db, channelId, actorId);
  await deps.db.$transaction(async (tx) => {
    const row = { ...rules, updatedAt: deps.clock.now() };
    await tx.channelRules.upsert({
      where: { creatorId: channelId },
      create: { creatorId: channelId, ...row },
      update: row,
    });
    const subject = `channel:${channelId}` as const;
    await record(tx, deps, { actorId, action: 'moderation.rulesChanged', subject, detail: { ...rules } });
  });
}
