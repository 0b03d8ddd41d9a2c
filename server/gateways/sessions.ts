import { hashSecret } from '../hash-secret';
import { generateIdFromEntropySize, Lucia, TimeSpan, type Adapter, type DatabaseSession } from 'lucia';
import { DAY, later, MINUTE, type Clock } from '../clock';
import { type Db, type Origin, type Sessions, type Tx } from '../deps';
import { type Session } from '../generated/prisma/client';
import { uuidv7, type AccountId, type SessionId } from '../ids';

/** A session that is used lives on this long after its last renewal … */
const SLIDING_DAYS = 30;
/** … but never longer than this after the sign-in. */
const ABSOLUTE = 90 * DAY;
/** How exact "last seen" is: reading a session is not to write one. */
const SEEN_EVERY = 5 * MINUTE;
/** What Lucia makes of 25 random bytes. Anything else is not worth a query. */
const SECRET = /^[a-z2-7]{40}$/;
const SECRET_BYTES = 25;

interface SessionAttributes {
  /** Null in a session that is being made: the database names it. */
  publicId: SessionId | null;
  createdAt: Date;
  lastSeenAt: Date;
  userAgent: string;
  ipAddress: string;
}

declare module 'lucia' {
  interface Register {
    UserId: AccountId;
    DatabaseSessionAttributes: SessionAttributes;
    Lucia: Lucia<Pick<SessionAttributes, 'publicId' | 'lastSeenAt'>>;
  }
}

/** What of a session Lucia is told. */
type SessionRow = Pick<
  Session,
  'accountId' | 'publicId' | 'createdAt' | 'lastSeenAt' | 'expiresAt' | 'userAgent' | 'ipAddress'
>;

/**
 * Lucia's storage in our schema (its own Prisma adapter stops at Prisma 5). It differs from that in
 * two ways:
 * - what is stored is a hash of the secret, so a read database signs nobody in;
 * - Lucia reads the wall clock, we live by an injected one: times are moved by the difference on
 * their way in and out.
 */
function createAdapter(db: Db | Tx, clock: Clock): Adapter {
  const toWall = (date: Date) => later(date, Date.now() - clock.now().getTime());
  const fromWall = (date: Date) => later(date, clock.now().getTime() - Date.now());
  const toLucia = (id: string, row: SessionRow): DatabaseSession => ({
    id,
    userId: row.accountId as AccountId,
    expiresAt: toWall(row.expiresAt),
    attributes: {
      publicId: row.publicId as SessionId,
      createdAt: row.createdAt,
      lastSeenAt: row.lastSeenAt,
      userAgent: row.userAgent,
      ipAddress: row.ipAddress,
    },
  });

  return {
    getSessionAndUser: async (secret) => {
      const idHash = hashSecret(secret);
      // one statement: whoever asks anything waits for this first
      const [row] = await db.$queryRaw<(SessionRow & { alive: boolean })[]>`
        SELECT s.account_id::text AS "accountId", s.public_id::text AS "publicId", s.created_at AS "createdAt",
          s.last_seen_at AS "lastSeenAt", s.expires_at AS "expiresAt", s.user_agent AS "userAgent",
          s.ip_address AS "ipAddress", a.deleted_at IS NULL AND a.suspended_at IS NULL AS alive
        FROM sessions s JOIN accounts a ON a.id = s.account_id WHERE s.id_hash = ${idHash}`;
      if (!row) return [null, null];
      const user = row.alive ? { id: row.accountId as AccountId, attributes: {} } : null;
      return [toLucia(secret, row), user];
    },
    // The secrets are not known here, so a listed session goes by its public id.
    getUserSessions: async (accountId) => {
      const rows = await db.session.findMany({ where: { accountId }, orderBy: { lastSeenAt: 'desc' } });
      return rows.map((row) => toLucia(row.publicId, row));
    },
    setSession: async ({ id, userId, expiresAt, attributes }) => {
      const { createdAt, lastSeenAt, userAgent, ipAddress } = attributes;
      const times = { createdAt, lastSeenAt, expiresAt: fromWall(expiresAt) };
      await db.session.create({ data: { idHash: hashSecret(id), accountId: userId, ...times, userAgent, ipAddress } });
    },
    updateSessionExpiration: async (secret, expiresAt) => {
      const idHash = hashSecret(secret);
      const row = await db.session.findUnique({ where: { idHash }, select: { createdAt: true, expiresAt: true } });
      if (!row) return;
      const end = new Date(Math.min(fromWall(expiresAt).getTime(), later(row.createdAt, ABSOLUTE).getTime()));
      if (end > row.expiresAt) await db.session.updateMany({ where: { idHash }, data: { expiresAt: end } });
    },
    deleteSession: async (secret) => {
      await db.session.deleteMany({ where: { idHash: hashSecret(secret) } });
    },
    deleteUserSessions: async (accountId) => {
      await db.session.deleteMany({ where: { accountId } });
    },
    deleteExpiredSessions: async () => {
      await db.session.deleteMany({ where: { expiresAt: { lte: clock.now() } } });
    },
  };
}

/**
 * One cookie out of a Cookie header. Not Lucia's reader: that one throws when another cookie is
 * badly encoded.
 */
function cookieOf(header: string | null, name: string): string | null {
  for (const pair of header?.split(';') ?? []) {
    const [key, value] = pair.split('=', 2);
    if (key?.trim() === name) return value?.trim() ?? '';
  }
  return null;
}

/**
 * Sessions by Lucia. `secure` is off only on plain-http localhost, where browsers refuse `__Host-`
 * and Secure cookies.
 */
export function createSessions(options: { db: Db | Tx; clock: Clock; secure: boolean }): Sessions {
  const { db, clock, secure } = options;
  const cookieName = secure ? '__Host-vilokanam' : 'vilokanam';
  const lucia = new Lucia(createAdapter(db, clock), {
    sessionExpiresIn: new TimeSpan(SLIDING_DAYS, 'd'),
    sessionCookie: { name: cookieName, attributes: { secure, sameSite: 'lax', path: '/' } },
    getSessionAttributes: ({ publicId, lastSeenAt }) => ({ publicId, lastSeenAt }),
  });
  const blankCookie = () => lucia.createBlankSessionCookie().serialize();

  async function create(accountId: AccountId, { ipAddress, userAgent }: Origin): Promise<string> {
    const now = clock.now();
    const session = await lucia.createSession(accountId, {
      publicId: null,
      createdAt: now,
      lastSeenAt: now,
      userAgent: userAgent.slice(0, 300),
      ipAddress,
    });
    return lucia.createSessionCookie(session.id).serialize();
  }

  async function read(header: string | null): Promise<Awaited<ReturnType<Sessions['read']>>> {
    const secret = cookieOf(header, cookieName);
    if (secret === null) return { signedIn: null, setCookie: null };
    if (!SECRET.test(secret)) return { signedIn: null, setCookie: blankCookie() };
    const { session, user } = await lucia.validateSession(secret);
    if (!session?.publicId) {
      // Sent before the session got its new secret: what answers it must not take away the cookie
      // that has come since.
      const replaced = await db.session.count({ where: { rotatedFrom: hashSecret(secret) } });
      return { signedIn: null, setCookie: replaced > 0 ? null : blankCookie() };
    }

    const stale = later(clock.now(), -SEEN_EVERY);
    if (session.lastSeenAt <= stale) {
      const where = { idHash: hashSecret(secret), lastSeenAt: { lte: stale } };
      await db.session.updateMany({ where, data: { lastSeenAt: clock.now() } });
    }
    return {
      signedIn: { sessionId: session.publicId, accountId: user.id },
      setCookie: session.fresh ? lucia.createSessionCookie(secret).serialize() : null,
    };
  }

  async function rotate(session: SessionId): Promise<{ sessionId: SessionId; setCookie: string }> {
    const secret = generateIdFromEntropySize(SECRET_BYTES);
    const sessionId = uuidv7(clock.now()) as SessionId;
    const { idHash } = await db.session.findUniqueOrThrow({ where: { publicId: session }, select: { idHash: true } });
    await db.session.update({
      where: { idHash },
      data: { idHash: hashSecret(secret), publicId: sessionId, rotatedFrom: idHash },
    });
    return { sessionId, setCookie: lucia.createSessionCookie(secret).serialize() };
  }

  return {
    create,
    read,
    rotate,
    blankCookie,
    end: async (session) => {
      await db.session.deleteMany({ where: { publicId: session } });
    },
    endAll: async (account, except) => {
      await db.session.deleteMany({ where: { accountId: account, publicId: { not: except } } });
    },
    inTransaction: (tx) => createSessions({ db: tx, clock, secure }),
  };
}
