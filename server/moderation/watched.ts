import { record } from '../audit/record';
import { type Db, type Deps, type Tx } from '../deps';
import { DomainError } from '../errors';
import { type AccountId } from '../ids';
import { type WordInput } from '../../schemas/moderation';
import { lockStanding, requireKeeper } from './people';
import { compilePattern, type Watched } from './words';

type Store = Pick<Deps, 'db' | 'clock'>;

/** So many a message can be held against without anybody waiting for it. */
const MOST_WORDS = 500;
const MOST_PATTERNS = 20;

/** Adds a word, a phrase or a pattern; one that is there gets the new effect. */
export async function watchWord(
  deps: Store,
  actorId: AccountId,
  channelId: AccountId,
  { word: typed, kind, effect }: WordInput,
): Promise<void> {
  await requireKeeper(deps.db, channelId, actorId);
  const word = kind === 'pattern' ? typed : typed.toLowerCase();
  if (kind === 'pattern') {
    const compiled = compilePattern(word);
    if (typeof compiled === 'string') throw new DomainError(compiled);
  }
  await deps.db.$transaction(async (tx) => {
    await lockStanding(tx, channelId, channelId);
    const key = { creatorId: channelId, word };
    const others = await tx.blockedWord.count({ where: { creatorId: channelId, kind, word: { not: word } } });
    if (others >= (kind === 'pattern' ? MOST_PATTERNS : MOST_WORDS)) throw new DomainError('tooManyWords');
    await tx.blockedWord.upsert({
      where: { creatorId_word: key },
      create: { ...key, kind, effect, createdAt: deps.clock.now() },
      update: { kind, effect },
    });
    const subject = `channel:${channelId}` as const;
    await record(tx, deps, { actorId, action: 'moderation.wordBlocked', subject, detail: { word, kind, effect } });
  });
}

/** Takes a word out; one that is not there is not missed. */
export async function unwatchWord(deps: Store, actorId: AccountId, channelId: AccountId, word: string): Promise<void> {
  await requireKeeper(deps.db, channelId, actorId);
  await deps.db.$transaction(async (tx) => {
    const { count } = await tx.blockedWord.deleteMany({ where: { creatorId: channelId, word } });
    const subject = `channel:${channelId}` as const;
    if (count > 0) await record(tx, deps, { actorId, action: 'moderation.wordUnblocked', subject, detail: { word } });
  });
}

/** All that a channel watches for. */
export function readWatched({ db }: { db: Db | Tx }, channelId: AccountId): Promise<Watched[]> {
  return db.blockedWord.findMany({
    where: { creatorId: channelId },
    select: { word: true, kind: true, effect: true },
    orderBy: { word: 'asc' },
  });
}
