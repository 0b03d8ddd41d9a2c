import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { isFollowing } from '../follows/follow';
import { type Role } from '../generated/prisma/enums';
import { type AccountId } from '../ids';
import { type Link } from '../../schemas/links';
import { parseLinks } from '../accounts/links';
import { listedFor } from '../access/visibility';
import { personOf, personSelect, type Person } from '../names/person';
import { cardOf, cardSelect, type StreamCard } from '../streams/cards';

/** Somebody's page, /@handle. */
export interface ProfilePage {
  creator: Person & {
    bio: string;
    links: Link[];
    roles: Role[];
    joinedAt: Date;
    followers: number;
    /** Whether who looks follows them. */
    following: boolean;
    isMe: boolean;
    bannerUrl: string | null;
  };
  live: StreamCard | null;
  soon: StreamCard[];
  past: StreamCard[];
}

export async function readProfile(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  viewer: AccountId | null,
  handle: string,
): Promise<ProfilePage> {
  const account = await db.account.findFirst({
    where: { handle: handle.toLowerCase(), deletedAt: null },
    select: {
      ...personSelect,
      roles: true,
      createdAt: true,
      profile: { select: { displayName: true, avatarUrl: true, bannerUrl: true, bio: true, links: true } },
      _count: { select: { followers: true } },
    },
  });
  if (!account) throw new DomainError('notFound');
  const theirs = { AND: [listedFor(viewer), { creatorId: account.id }] };
  const [live, soon, past, following] = await Promise.all([
    db.stream.findFirst({ where: { ...theirs, status: 'live' }, select: cardSelect }),
    db.stream.findMany({
      where: { ...theirs, status: 'scheduled', scheduledAt: { gt: clock.now() } },
      select: cardSelect,
      orderBy: { scheduledAt: 'asc' },
      take: 12,
    }),
    db.stream.findMany({
      where: { ...theirs, status: 'ended' },
      select: cardSelect,
      orderBy: { endedAt: 'desc' },
      take: 24,
    }),
    isFollowing({ db }, viewer, account.id),
  ]);
  return {
    creator: {
      ...personOf(account),
      bannerUrl: account.profile?.bannerUrl ?? null,
      bio: account.profile?.bio ?? '',
      links: parseLinks(account.profile?.links),
      roles: account.roles,
      joinedAt: account.createdAt,
      followers: account._count.followers,
      following,
      isMe: account.id === viewer,
    },
    live: live && cardOf(live),
    soon: soon.map(cardOf),
    past: past.map(cardOf),
  };
}
