import { HOUR, SECOND } from '../clock';
import { type Language, parseLanguage } from '../../texts/languages';
import { says } from '../../texts/says';
import { type Deps } from '../deps';
import { type NotificationKind } from '../generated/prisma/enums';
import { type JobData } from '../jobs/types';
import { writeLetter } from '../mail/letter';
import { sql } from '../sql';
import { isStillNews, mayHear } from './may-hear';
import { noticesOf, type Notice } from './read';
import { isChosenKind, unsubscribeUrl } from './unsubscribe';
import { textAway } from './words';

type Needs = Pick<Deps, 'db' | 'clock' | 'log' | 'mail' | 'push' | 'config'>;

/** Who is sent something, in their language. */
interface Recipient {
  accountId: string;
  language: Language;
}

/** So many messages are on their way at once. */
const AT_ONCE = 5;
/** A push service keeps what it could not deliver for so long; later it is no news. */
const PUSH_TTL = { soon: (15 * 60 * SECOND) / SECOND, day: (24 * HOUR) / SECOND };

/**
 * Sends notices by push or mail, each marked when it has left: a crash in between sends one again,
 * under the same name, which shows as one. Who may no longer hear of it, or to whom it is no news,
 * is sent nothing.
 */
export async function deliver(deps: Needs, { way, notices: all }: JobData['deliver']): Promise<void> {
  const { leaving, languages } = await stillToSend(deps, way, all);
  const ids = [...leaving.keys()];
  const notices = await noticesOf(deps, ids, (accountId) => languages.get(accountId) ?? 'en');
  const failures: unknown[] = [];
  for (let from = 0; from < notices.length; from += AT_ONCE) {
    const together = notices.slice(from, from + AT_ONCE).map(async (notice) => {
      const accountId = leaving.get(notice.id);
      if (accountId === undefined) return;
      const to = { accountId, language: languages.get(accountId) ?? 'en' };
      await (way === 'push' ? pushNotice(deps, to, notice) : mailNotice(deps, to, notice));
      await mark(deps, way, [notice.id]);
    });
    for (const result of await Promise.allSettled(together))
      if (result.status === 'rejected') failures.push(result.reason);
  }
  const sent = new Set(leaving.keys());
  await mark(
    deps,
    way,
    all.filter((id) => !sent.has(id)),
  );
  if (failures.length > 0) throw failures[0];
}

/** Which of them are to go out still, to whom, and in which language. */
async function stillToSend({ db, clock }: Needs, way: 'push' | 'mail', ids: string[]) {
  const marked = way === 'push' ? sql`n.pushed_at` : sql`n.mailed_at`;
  const rows = await db.$queryRaw<{ id: string; account_id: string; language: string | null }[]>`
    SELECT n.id, n.account_id, a.language
    FROM notifications n JOIN accounts a ON a.id = n.account_id LEFT JOIN streams s ON s.id = n.stream_id
    WHERE n.id = ANY(${ids}::uuid[]) AND ${marked} IS NULL AND ${mayHear(clock.now())} AND ${isStillNews}`;
  return {
    leaving: new Map(rows.map(({ id, account_id }) => [id, account_id])),
    languages: new Map(rows.map(({ account_id, language }) => [account_id, parseLanguage(language)])),
  };
}

async function mark({ db, clock }: Needs, way: 'push' | 'mail', ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  const at = clock.now();
  await db.notification.updateMany({
    where: { id: { in: ids }, ...(way === 'push' ? { pushedAt: null } : { mailedAt: null }) },
    data: way === 'push' ? { pushedAt: at } : { mailedAt: at },
  });
}

const URGENT = new Set<NotificationKind>(['wentLive', 'reminder', 'mention']);

/** To all browsers of the account; one whose push service knows it no more is forgotten. */
async function pushNotice({ db, push, log }: Needs, { accountId, language }: Recipient, notice: Notice): Promise<void> {
  const { id, kind, title, path } = notice;
  const targets = await db.pushSubscription.findMany({ where: { accountId } });
  // the browser shows one of each tag: what is sent twice is seen once
  const payload = JSON.stringify({ id, tag: id, title, body: textAway(notice, language), path });
  const ttl = kind === 'reminder' ? PUSH_TTL.soon : PUSH_TTL.day;
  for (const target of targets) {
    const came = await push.send(target, payload, { topic: topicOf(id), ttl, urgent: URGENT.has(kind) });
    if (came === 'sent') continue;
    await db.pushSubscription.deleteMany({ where: { id: target.id } });
    log.info({ subscription: target.id }, 'a browser takes no more pushes and is forgotten');
  }
}

/** What push services tell messages apart by: at most 32 characters of base64url. */
const topicOf = (id: string) => id.replaceAll('-', '');

async function mailNotice(
  { db, mail, config }: Needs,
  { accountId, language }: Recipient,
  notice: Notice,
): Promise<void> {
  if (!mail.on) return;
  const { id, kind, title, path } = notice;
  const text = textAway(notice, language);
  const account = await db.account.findUnique({
    where: { id: accountId },
    select: { id: true, email: true, emailConfirmedAt: true, mailKey: true },
  });
  if (!account?.email || !account.emailConfirmedAt || !isChosenKind(kind)) return;
  await mail.send(
    writeLetter({
      to: account.email,
      subject: title,
      says: [`${title}.`, ...(text ? [text] : [])],
      link: { label: kind === 'wentLive' ? says('Watch') : says('Open'), url: `${config.origin}${path}` },
      why: says('You get this mail because your settings at Vilokanam say so.'),
      language,
      id,
      unsubscribe: unsubscribeUrl(config.origin, account, kind),
    }),
  );
}
