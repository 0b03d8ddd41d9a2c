import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { isFollowing } from '../follows/follow';
import { type Prisma } from '../generated/prisma/client';
import { type Role } from '../generated/prisma/enums';
import { type AccountId, streamId } from '../ids';
import { type Link } from '../../schemas/links';
import { parseLinks } from '../accounts/links';
import { listedFor } from '../access/visibility';
import { personOf, personSelect, type Person } from '../names/person';
import { cardOf, cardSelect, NEWEST_VIDEO, PLAYABLE, type StreamCard } from '../streams/cards';

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
  /** Names where older ones begin; null when there are none. */
  pastNext: string | null;
  /** What can be played, the newest first. */
  videos: StreamCard[];
  /** The same of videos. */
  videosNext: string | null;
}

const PAGE = 24;

export async function readProfile(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  viewer: AccountId | null,
  handle: string,
  /** `pastNext` of the page before. */
  before: string | null = null,
  /** `videosNext` of the page before. */
  videosBefore: string | null = null,
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
  const [live, soon, past, videos, following] = await Promise.all([
    db.stream.findFirst({ where: { ...theirs, status: 'live' }, select: cardSelect }),
    db.stream.findMany({
      where: { ...theirs, status: 'scheduled', scheduledAt: { gt: clock.now() } },
      select: cardSelect,
      orderBy: { scheduledAt: 'asc' },
      take: 12,
    }),
    db.stream.findMany({
      where: { AND: [theirs, { status: 'ended', startedAt: { not: null } }, beforeCursor(before)] },
      select: cardSelect,
      orderBy: [{ endedAt: 'desc' }, { id: 'desc' }],
      take: PAGE + 1,
    }),
    db.stream.findMany({
      where: { AND: [theirs, PLAYABLE, olderThan(videosBefore)] },
      select: cardSelect,
      orderBy: NEWEST_VIDEO,
      take: PAGE + 1,
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
    past: past.slice(0, PAGE).map(cardOf),
    pastNext: past.length > PAGE ? cursorOf(past[PAGE - 1]) : null,
    videos: videos.slice(0, PAGE).map(cardOf),
    videosNext: videos.length > PAGE ? (videos[PAGE - 1]?.id ?? null) : null,
  };
}

const CURSOR = /^(\d{1,15})\.([0-9a-f-]{36})$/;

/** The end of a stream and its id: none is left out or comes twice where several ended together. */
function cursorOf(row: { endedAt: Date | null; id: string } | undefined): string | null {
  return row?.endedAt ? `${row.endedAt.getTime()}.${row.id}` : null;
}

/** Videos before one by its id; one that is none is the beginning. */
const olderThan = (id: string | null): Prisma.StreamWhereInput =>
  streamId.safeParse(id).success && id !== null ? { id: { lt: id } } : {};

/** What came before a cursor; one that is none of ours is the beginning. */
function beforeCursor(cursor: string | null): Prisma.StreamWhereInput {
  const [, time, id] = CURSOR.exec(cursor ?? '') ?? [];
  if (!time || !streamId.safeParse(id).success) return {};
  const endedAt = new Date(Number(time));
  return Number.isNaN(endedAt.getTime()) ? {} : { OR: [{ endedAt: { lt: endedAt } }, { endedAt, id: { lt: id } }] };
}
