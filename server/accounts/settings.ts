import { type Deps, type SignedIn, type WalletScheme } from '../deps';
import { type SessionId, type WalletId } from '../ids';
import { parseLinks, type Link } from './links';
import { readMe, type Me } from './me';

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
  profile: { displayName: string; bio: string; avatarUrl: string | null; links: Link[] };
  wallets: LinkedWallet[];
  sessions: OwnSession[];
}

/** Reads one's settings. */
export async function readSettings(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  { accountId, sessionId }: SignedIn,
): Promise<Settings> {
  const [account, profile, wallets, sessions] = await Promise.all([
    readMe({ db }, accountId),
    db.profile.findUnique({ where: { accountId } }),
    db.wallet.findMany({ where: { accountId }, orderBy: { linkedAt: 'asc' } }),
    db.session.findMany({ where: { accountId, expiresAt: { gt: clock.now() } }, orderBy: { lastSeenAt: 'desc' } }),
  ]);
  return {
    account,
    profile: {
      displayName: account.displayName,
      bio: profile?.bio ?? '',
      avatarUrl: account.avatarUrl,
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
