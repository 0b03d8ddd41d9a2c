import { says } from '../../texts/says';
import { type Deps, type Tx } from '../deps';
import { type AccountId } from '../ids';
import { personOf, personSelect } from '../names/person';
import { notifyModeration } from '../notifications/notify';

/** What somebody is told of a decision about them. */
export interface ModerationNews {
  what: 'banned' | 'unbanned' | 'timedOut' | 'warned' | 'appointed' | 'dismissed' | 'appealAnswered';
  /** The channel that it happened in. */
  channelId: AccountId;
  /** The reason or the answer as it was written, or the warning, marked. */
  text: string;
  /** Until when it holds, where it ends by itself. */
  until?: Date | null;
}

const SENTENCES: Record<ModerationNews['what'], (channel: string) => string> = {
  banned: (channel) => says('{channel} keeps you out of their streams for a while.', { channel }),
  unbanned: (channel) => says('You can watch and write at {channel} again.', { channel }),
  timedOut: (channel) => says('You cannot write in the chat of {channel} for a while.', { channel }),
  warned: (channel) => says('A word from the chat of {channel}:', { channel }),
  appointed: (channel) => says('You keep order in the chat of {channel} now.', { channel }),
  dismissed: (channel) => says('You no longer keep order in the chat of {channel}.', { channel }),
  appealAnswered: (channel) => says('{channel} has answered what you wrote about your ban.', { channel }),
};

function sentenceOf(what: ModerationNews['what'], channel: string, until: Date | null): string {
  if (what === 'banned' && !until)
    return says('{channel} keeps you out of their streams until they take it back.', { channel });
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
  const sentence = sentenceOf(what, displayName, until);
  await notifyModeration(tx, deps, {
    accountId,
    actorId: null,
    streamId: null,
    text: text ? says('{sentence} {words}', { sentence, words: text }) : sentence,
    until,
    path: what === 'appointed' ? `/dashboard/moderation/${handle}` : `/@${handle}`,
    key: `${what}:${deed}`,
  });
}
