import { z } from 'zod';
import { DAY, later } from '../clock';
import { type Deps, type SignedIn, type Tx } from '../deps';
import { type SecurityEvent } from '../generated/prisma/client';
import { type AccountId, type SessionId } from '../ids';
import { type Member } from '../identity/visitor';

/** A session that was not there yet is told of what happened so long before. */
const TOLD_WITHIN = 30 * DAY;
/** As many as a banner tells at once, and as many as the settings list. */
const TOLD_AT_ONCE = 5;
const LISTED = 50;

const wallet = z.object({ address: z.string(), label: z.string() });

/** What happened, with what its sentence needs. No e-mail address stands in it. */
const securityFact = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['passwordSet', 'passwordChanged', 'emailChanged', 'passwordReset']) }),
  z.object({ kind: z.enum(['walletLinked', 'walletUnlinked']), wallet }),
  z.object({ kind: z.enum(['streamKeyMade', 'restreamTargetMade']), label: z.string() }),
  z.object({ kind: z.literal('handleChanged'), from: z.string(), to: z.string() }),
  z.object({ kind: z.literal('payeeChanged'), from: wallet, to: wallet.nullable() }),
]);

/** What happened to an account that its owner has to know of. */
export type SecurityFact = z.infer<typeof securityFact>;

/** A wallet as an event names it. */
export type NamedWallet = z.infer<typeof wallet>;

/** The same as its owner is told it: when, and from where. */
export type SecurityNews = SecurityFact & {
  id: string;
  at: Date;
  ipAddress: string;
  userAgent: string;
};

/** Writes down what happened, in the transaction in which it did. */
export async function recordEvents(
  tx: Tx,
  { clock }: Pick<Deps, 'clock'>,
  { signedIn: { accountId }, origin: { ipAddress, userAgent } }: Member,
  sessionId: SessionId,
  facts: SecurityFact[],
): Promise<void> {
  const at = clock.now();
  await tx.securityEvent.createMany({
    data: facts.map(({ kind, ...detail }) => ({ accountId, sessionId, kind, detail, at, ipAddress, userAgent })),
  });
}

/** The newest events of an account, newest first. */
export async function readEvents({ db }: Pick<Deps, 'db'>, accountId: AccountId): Promise<SecurityNews[]> {
  const rows = await db.securityEvent.findMany({
    where: { accountId },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: LISTED,
  });
  return rows.flatMap(newsOf);
}

/**
 * What this session has to be told still: what was done in another one, and was not seen in this.
 */
export async function unseenEvents(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  { accountId, sessionId }: SignedIn,
): Promise<SecurityNews[]> {
  const session = await db.session.findUnique({ where: { publicId: sessionId }, select: { eventsSeenAt: true } });
  const since = later(clock.now(), -TOLD_WITHIN);
  const seenAt = session?.eventsSeenAt;
  const rows = await db.securityEvent.findMany({
    where: {
      accountId,
      at: { gt: seenAt && seenAt > since ? seenAt : since },
      OR: [{ sessionId: null }, { sessionId: { not: sessionId } }],
    },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: TOLD_AT_ONCE,
  });
  return rows.flatMap(newsOf);
}

/** Notes that the events until then were seen in this session; another one still tells them. */
export async function seeEvents(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  { sessionId }: SignedIn,
  until: Date,
): Promise<void> {
  const now = clock.now();
  const eventsSeenAt = until < now ? until : now;
  await db.session.updateMany({
    where: { publicId: sessionId, OR: [{ eventsSeenAt: null }, { eventsSeenAt: { lt: eventsSeenAt } }] },
    data: { eventsSeenAt },
  });
}

/** The newest event of a kind within that time, or null. */
export async function newestEvent<Kind extends SecurityFact['kind']>(
  { db }: { db: Deps['db'] | Tx },
  accountId: AccountId,
  kind: Kind,
  since: Date,
): Promise<Extract<SecurityNews, { kind: Kind }> | null> {
  const row = await db.securityEvent.findFirst({
    where: { accountId, kind, at: { gt: since } },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
  });
  const [news] = row ? newsOf(row) : [];
  return news ? (news as Extract<SecurityNews, { kind: Kind }>) : null;
}

/** What cannot be read is left out: a page is worth more than its worst row. */
function newsOf({ id, at, kind, detail, ipAddress, userAgent }: SecurityEvent): SecurityNews[] {
  const { data } = securityFact.safeParse({ ...(detail as object), kind });
  return data ? [{ ...data, id, at, ipAddress, userAgent }] : [];
}
