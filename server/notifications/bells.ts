import { type Deps, type SignedIn } from '../deps';
import { type AccountId } from '../ids';
import { sleep } from '../../sdk/timers';
import { type Language } from '../../texts/languages';
import { countUnread, type Notice, noticesOf } from './read';

/** What a bell shows, and what has come to it. */
export interface BellNews {
  /** From where to go on after a break. */
  id: string;
  /** Up to MOST_COUNTED. */
  unread: number;
  /** What has come since it was last told, newest first; nothing at the first look. */
  fresh: Notice[];
}

/** A bell that was not looked at for so long tells of the newest only. */
const MOST_FRESH = 5;
/** A bell looks by itself so often, for what its process was not told of. */
const LOOK_EVERY_MS = 60_000;

interface Row {
  account_id: AccountId;
  stamp: string;
}

/**
 * The bells that are open in this process. One question in a round tells for all of them whether
 * something has changed: who has none open costs nothing, and many open ones no query each.
 */
export class Bells {
  readonly #open = new Map<AccountId, Set<() => void>>();
  readonly #stamps = new Map<AccountId, string>();

  /** Wakes those whose notices are other than in the round before. */
  async look({ db }: Pick<Deps, 'db'>): Promise<void> {
    if (this.#open.size === 0) return;
    const rows = await db.$queryRaw<Row[]>`
      SELECT o.id AS account_id, concat_ws(' ',
        (SELECT n.id FROM notifications n WHERE n.account_id = o.id ORDER BY n.created_at DESC, n.id DESC LIMIT 1),
        (SELECT count(*) FROM (
          SELECT FROM notifications n WHERE n.account_id = o.id AND n.read_at IS NULL LIMIT 200) u)) AS stamp
      FROM unnest(${[...this.#open.keys()]}::uuid[]) AS o (id)`;
    for (const { account_id: account, stamp } of rows) {
      const before = this.#stamps.get(account);
      const wakes = this.#open.get(account);
      if (!wakes || before === stamp) continue;
      this.#stamps.set(account, stamp);
      for (const wake of wakes) wake();
    }
  }

  /** Has `wake` called whenever the notices of the account may have changed, until it is closed. */
  open(account: AccountId, wake: () => void): () => void {
    const wakes = this.#open.get(account) ?? new Set();
    this.#open.set(account, wakes.add(wake));
    return () => {
      wakes.delete(wake);
      if (wakes.size > 0 || this.#open.get(account) !== wakes) return;
      this.#open.delete(account);
      this.#stamps.delete(account);
    };
  }
}

type Needs = Pick<Deps, 'db' | 'clock' | 'timers' | 'log'> & { bells: Bells };

/**
 * How many notices wait, now and whenever that changes, with those that have come. After a break it
 * goes on from `lastId`: what came meanwhile is told then. A notice may be told twice across a
 * break, by the same id. Whose session has ended is told nothing more: `who` is asked each time.
 */
export async function* followBell(
  deps: Needs,
  accountId: AccountId,
  lastId: string | null,
  who: () => Promise<SignedIn | null>,
  signal: AbortSignal | undefined,
  language: Language = 'en',
): AsyncGenerator<BellNews> {
  let last = lastId;
  let unread: number | null = null;
  let due = new AbortController();
  const close = deps.bells.open(accountId, () => due.abort());
  signal?.addEventListener('abort', () => due.abort());
  try {
    while (!signal?.aborted) {
      due = new AbortController();
      if ((await who())?.accountId !== accountId) return;
      try {
        const news = await readNews(deps, accountId, last, language);
        if (news.id !== last || news.unread !== unread) yield news;
        [last, unread] = [news.id, news.unread];
      } catch (error) {
        deps.log.warn({ err: error }, 'a bell could not be read; it is read again');
      }
      if (!signal?.aborted) await sleep(deps.timers, LOOK_EVERY_MS, due.signal);
    }
  } finally {
    close();
  }
}

/** The id of an empty bell. */
const NOTHING = 'nothing';

async function readNews(deps: Needs, accountId: AccountId, last: string | null, language: Language): Promise<BellNews> {
  const newest = await deps.db.notification.findMany({
    where: { accountId, bell: true },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: MOST_FRESH,
    select: { id: true, readAt: true },
  });
  const unread = await countUnread(deps, accountId);
  const known = newest.findIndex(({ id }) => id === last);
  const since = last === null ? [] : known < 0 ? newest : newest.slice(0, known);
  const ids = since.filter(({ readAt }) => readAt === null).map(({ id }) => id);
  return { id: newest[0]?.id ?? NOTHING, unread, fresh: await noticesOf(deps, ids, language) };
}
