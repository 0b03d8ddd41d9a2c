import { type Deps, type Tx } from '../deps';
import { type AccountId } from '../ids';

/** What a notification of kind `moderation` says. */
export interface ModerationNews {
  what: 'banned' | 'unbanned' | 'timedOut' | 'warned' | 'appointed' | 'dismissed' | 'appealAnswered';
  /** The channel that it happened in. */
  channelId: AccountId;
  /** The reason, the warning or the answer, as it was written. */
  text: string;
  /** Until when; null: until it is lifted, or it has no end. */
  until: string | null;
}

/** Tells somebody what was decided about them, once for one deed. */
export async function tell(
  tx: Tx,
  { clock }: Pick<Deps, 'clock'>,
  accountId: AccountId,
  deed: string,
  news: ModerationNews,
): Promise<void> {
  await tx.notification.createMany({
    data: {
      accountId,
      kind: 'moderation',
      detail: { ...news },
      dedupeKey: `moderation:${news.what}:${deed}:${accountId}`,
      createdAt: clock.now(),
    },
    skipDuplicates: true,
  });
}
