import { says } from '../../texts/says';
import { later, SECOND } from '../clock';
import { type Db, type Deps, type Tx } from '../deps';
import { DomainError } from '../errors';
import { type HoldReason } from '../generated/prisma/enums';
import { type AccountId, type StreamId } from '../ids';
import { hasLink } from './links';
import { refuseImitatingMentions } from './mentions';
import { mayWriteFrom, readStanding, type Standing } from './standing';
import { findWatched } from './words';

/** What somebody wants to say, and where. */
export interface Writing {
  streamId: StreamId;
  accountId: AccountId;
  body: string;
}

/** It may be sent, or waits until a moderator has looked at it. */
export interface MayWrite {
  channelId: AccountId;
  /** Its creator, or one of those who keep order for them: no rule holds for these. */
  keepsOrder: boolean;
  held: HoldReason | null;
}

/** Db or transaction: in the transaction that writes, nothing of a refused message remains. */
type WriteDeps = { db: Db | Tx } & Pick<Deps, 'clock'>;

/**
 * Whether somebody may say something in a stream's chat, by all that its creator decided; a refusal
 * says why, and from when on. Who has read their standing a moment ago brings it. Whether they may
 * open the stream is asked elsewhere. The turn of slow mode is taken last: what is refused costs
 * nobody theirs.
 */
export async function checkMayWrite(
  { db, clock }: WriteDeps,
  writing: Writing,
  known?: Standing | null,
): Promise<MayWrite> {
  const now = clock.now();
  const { streamId, accountId, body } = writing;
  const standing = known ?? (await readStanding(db, now, streamId, accountId));
  if (!standing) throw new DomainError('notFound');
  await refuseImitatingMentions(db, body);
  const { channelId, keepsOrder } = standing;
  if (keepsOrder) return { channelId, keepsOrder, held: null };
  refuseRestricted(standing, now);
  refuseStrangers(standing, now);
  const held = holdReason(standing, body);
  await takeTurn(db, now, writing, standing.rules.slowSeconds);
  return { channelId, keepsOrder, held };
}

function refuseRestricted({ banned, timedOutUntil }: Standing, now: Date): void {
  if (banned) throw new DomainError('banned');
  if (timedOutUntil)
    throw refusal('timedOut', timedOutUntil, now, (wait) =>
      says('You can write here again in {wait}. You can go on watching.', { wait }),
    );
}

function refuseStrangers({ rules, followingSince, paidSeconds, isKnown }: Standing, now: Date): void {
  const { followedMinutes } = rules;
  if (followedMinutes !== null) {
    if (!followingSince) throw new DomainError('writingFollowersOnly');
    const from = mayWriteFrom(followingSince, followedMinutes);
    const time = inWords(followedMinutes * 60);
    if (from > now)
      throw refusal('writingFollowersOnly', from, now, (wait) =>
        says('Who has followed for {time} writes here. You can in {wait}.', { time, wait }),
      );
  }
  const missing = rules.paidSeconds - Number(paidSeconds);
  if (missing > 0) {
    const values = { time: inWords(rules.paidSeconds), more: inWords(missing) };
    throw new DomainError('writingPaidOnly', undefined, {
      body: says(
        'Who has paid for {time} of these streams writes here. Watch for another {more}, and you can.',
        values,
      ),
    });
  }
  if (rules.knownOnly && !isKnown) throw new DomainError('writingKnownOnly');
}

function holdReason(standing: Standing, body: string): HoldReason | null {
  const { rules, watched, followingSince, hasWritten } = standing;
  const link = rules.links !== 'allow' && hasLink(body);
  if (link && (rules.links === 'none' || (rules.links === 'followers' && !followingSince)))
    throw new DomainError('linksRefused');
  const found = findWatched(body, watched);
  if (found === 'refuse') throw new DomainError('wordsRefused');
  if (found === 'hold') return 'words';
  if (link && rules.links === 'hold') return 'link';
  return rules.holdFirst && !hasWritten ? 'firstMessage' : null;
}

/** One statement: of two messages at once one takes the turn, and the other waits for the next. */
async function takeTurn(db: Db | Tx, now: Date, { streamId, accountId }: Writing, slowSeconds: number): Promise<void> {
  if (slowSeconds === 0) return;
  const [taken] = await db.$queryRaw<unknown[]>`
    INSERT INTO last_written AS l (stream_id, account_id, at) VALUES (${streamId}::uuid, ${accountId}::uuid, ${now}::timestamptz)
    ON CONFLICT (stream_id, account_id) DO UPDATE SET at = excluded.at
      WHERE l.at <= ${later(now, -slowSeconds * SECOND)}::timestamptz
    RETURNING 1`;
  if (taken) return;
  const key = { streamId_accountId: { streamId, accountId } };
  const last = await db.lastWritten.findUnique({ where: key, select: { at: true } });
  const from = later(last?.at ?? now, slowSeconds * SECOND);
  const time = inWords(slowSeconds);
  throw refusal('slowMode', from, now, (wait) =>
    says('Here one message is sent every {time}. You can send the next in {wait}.', { time, wait }),
  );
}

function refusal(
  code: 'timedOut' | 'slowMode' | 'writingFollowersOnly',
  from: Date,
  now: Date,
  sentence: (wait: string) => string,
): DomainError {
  const seconds = Math.max(1, Math.ceil((from.getTime() - now.getTime()) / SECOND));
  return new DomainError(code, seconds, { body: sentence(inWords(seconds)) });
}

/** How long that is, rounded up to what matters, and marked. */
function inWords(seconds: number): string {
  const whole = (size: number) => ({ count: Math.ceil(seconds / size) });
  if (seconds >= 2 * 86_400) return says('{count, plural, one {# day} other {# days}}', whole(86_400));
  if (seconds >= 2 * 3_600) return says('{count, plural, one {# hour} other {# hours}}', whole(3_600));
  if (seconds >= 2 * 60) return says('{count, plural, one {# minute} other {# minutes}}', whole(60));
  return says('{count, plural, one {# second} other {# seconds}}', whole(1));
}
