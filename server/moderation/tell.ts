import { type Deps, type Tx } from '../deps';
import { type AccountId } from '../ids';
import { personOf, personSelect } from '../names/person';
import { notifyModeration } from '../notifications/notify';

/** What somebody is told of a decision about them. */
export interface ModerationNews {
  what: 'banned' | 'unbanned' | 'timedOut' | 'warned' | 'appointed' | 'dismissed' | 'appealAnswered';
  /** The channel that it happened in. */
  channelId: AccountId;
  /** The reason, the warning or the answer, as it was written. */
  text: string;
  /** Until when it holds, where it ends by itself. */
  until?: Date | null;
}

const SENTENCES: Record<ModerationNews['what'], (channel: string) => string> = {
  banned: (channel) => `${channel} keeps you out of their streams for a while.`,
  unbanned: (channel) => `You can watch and write at ${channel} again.`,
  timedOut: (channel) => `You cannot write in the chat of ${channel} for a while.`,
  warned: (channel) => `A word from the chat of ${channel}:`,
  appointed: (channel) => `You keep order in the chat of ${channel} now.`,
  dismissed: (channel) => `You no longer keep order in the chat of ${channel}.`,
  appealAnswered: (channel) => `${channel} has answered what you wrote about your ban.`,
};

function sentenceOf(what: ModerationNews['what'], channel: string, until: Date | null): string {
  if (what === 'banned' && !until) return `${channel} keeps you out of their streams until they take it back.`;
  return SENTENCES[what](channel);
}

/** Tells somebody what was decided about them, once for one deed. */
export async function tell(
  tx: Tx,
  deps: Pick<Deps, 'clock' | 'jobs'>,
  accountId: AccountId,
  deed: string,
  { what, channelId, text, until = null }: ModerationNews,
): Promise<void> {
  const channel = await tx.account.findUniqueOrThrow({ where: { id: channelId }, select: personSelect });
  const { handle, displayName } = personOf(channel);
  await notifyModeration(tx, deps, {
    accountId,
    actorId: null,
    streamId: null,
    text: [sentenceOf(what, displayName, until), text].filter(Boolean).join(' '),
    until,
    path: what === 'appointed' ? `/dashboard/moderation/${handle}` : `/@${handle}`,
    key: `${what}:${deed}`,
  });
}
