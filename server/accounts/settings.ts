import { type Deps, type SignedIn, type WalletScheme } from '../deps';
import { type SessionId, type WalletId } from '../ids';
import { type Link } from '../../schemas/links';
import { parseLinks } from './links';
import { type SecurityNews, readEvents } from '../security/events';
import { readPayee, type PayeeNow } from '../security/payee';
import { readMe, type Me } from '../identity/me';

/** A linked wallet, as its owner sees it. */
export interface LinkedWallet {
  id: WalletId;
  address: string;
  scheme: WalletScheme;
  label: string;
  linkedAt: Date;
  lastUsedAt: Date | null;
}

/** A session, as its owner sees it. */
export interface OwnSession {
  id: SessionId;
  /** The one that asks. */
  current: boolean;
  createdAt: Date;
  lastSeenAt: Date;
  userAgent: string;
  ipAddress: string;
}

/** All that the settings page shows. */
export interface Settings {
  account: Me;
  profile: { displayName: string; bio: string; avatarUrl: string | null; bannerUrl: string | null; links: Link[] };
  wallets: LinkedWallet[];
  sessions: OwnSession[];
  /** What happened to the account that its owner has to know of, newest first. */
  events: SecurityNews[];
  payee: PayeeNow;
}

/** Reads one's settings. */
export async function readSettings(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  { accountId, sessionId }: SignedIn,
): Promise<Settings> {
  const [account, profile, wallets, sessions, events, payee] = await Promise.all([
    readMe({ db }, accountId),
    db.profile.findUnique({ where: { accountId } }),
    db.wallet.findMany({ where: { accountId }, orderBy: { linkedAt: 'asc' } }),
    db.session.findMany({ where: { accountId, expiresAt: { gt: clock.now() } }, orderBy: { lastSeenAt: 'desc' } }),
    readEvents({ db }, accountId),
    readPayee({ db, clock }, accountId),
  ]);
  return {
    account,
    events,
    payee,
    profile: {
      displayName: account.displayName,
      bio: profile?.bio ?? '',
      avatarUrl: account.avatarUrl,
      bannerUrl: profile?.bannerUrl ?? null,
      links: parseLinks(profile?.links),
    },
    wallets: wallets.map(({ id, address, scheme, label, linkedAt, lastUsedAt }) => ({
      id: id as WalletId,
      address,
      scheme,
      label,
      linkedAt,
      lastUsedAt,
    })),
    sessions: sessions.map(({ publicId, createdAt, lastSeenAt, userAgent, ipAddress }) => ({
      id: publicId as SessionId,
      current: publicId === sessionId,
      createdAt,
      lastSeenAt,
      userAgent,
      ipAddress,
    })),
  };
}
