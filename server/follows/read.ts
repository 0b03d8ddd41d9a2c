import { type Deps } from '../deps';
import { type AccountId } from '../ids';
import { personOf, type Person, personSelect } from '../names/person';

/** Somebody in a list of who follows whom. */
export interface FollowedPerson extends Person {
  /** Since when. */
  since: Date;
}

/** Whom somebody follows. */
export interface FollowedCreator extends FollowedPerson {
  /** Nothing is told of their streams. */
  muted: boolean;
  /** What they are live with now, as far as lists show it. */
  live: { id: string; title: string } | null;
  followers: number;
}

/** A page of a list, with how many there are in all. */
export interface FollowPage<Entry> {
  people: Entry[];
  total: number;
  /** From whom to go on; null where there is nobody more. */
  next: AccountId | null;
}

const PAGE = 50;

/** Whom somebody follows, the newest first. */
export async function readFollowing(
  { db }: Pick<Deps, 'db'>,
  followerId: AccountId,
  after?: AccountId,
): Promise<FollowPage<FollowedCreator>> {
  const last = after ? await db.follow.findUnique({ where: pair(followerId, after) }) : null;
  const [total, rows] = await Promise.all([
    db.follow.count({ where: { followerId } }),
    db.follow.findMany({
      where: {
        followerId,
        ...(last && {
          OR: [{ createdAt: { lt: last.createdAt } }, { createdAt: last.createdAt, creatorId: { lt: last.creatorId } }],
        }),
      },
      orderBy: [{ createdAt: 'desc' }, { creatorId: 'desc' }],
      take: PAGE + 1,
      select: {
        createdAt: true,
        notify: true,
        creator: {
          select: {
            ...personSelect,
            _count: { select: { followers: true } },
            streams: {
              where: { status: 'live', visibility: { in: ['public', 'followers'] } },
              select: { id: true, title: true },
              take: 1,
            },
          },
        },
      },
    }),
  ]);
  const people = rows.slice(0, PAGE).map(({ createdAt, notify, creator }) => ({
    ...personOf(creator),
    since: createdAt,
    muted: !notify,
    live: creator.streams[0] ?? null,
    followers: creator._count.followers,
  }));
  return { people, total, next: rows.length > PAGE ? (people[people.length - 1]?.id ?? null) : null };
}

/** Who follows a creator, the newest first; for the creator alone. */
export async function readFollowers(
  { db }: Pick<Deps, 'db'>,
  creatorId: AccountId,
  after?: AccountId,
): Promise<FollowPage<FollowedPerson>> {
  const last = after ? await db.follow.findUnique({ where: pair(after, creatorId) }) : null;
  const [total, rows] = await Promise.all([
    db.follow.count({ where: { creatorId } }),
    db.follow.findMany({
      where: {
        creatorId,
        ...(last && {
          OR: [
            { createdAt: { lt: last.createdAt } },
            { createdAt: last.createdAt, followerId: { lt: last.followerId } },
          ],
        }),
      },
      orderBy: [{ createdAt: 'desc' }, { followerId: 'desc' }],
      take: PAGE + 1,
      select: { createdAt: true, follower: { select: personSelect } },
    }),
  ]);
  const people = rows.slice(0, PAGE).map(({ createdAt, follower }) => ({ ...personOf(follower), since: createdAt }));
  return { people, total, next: rows.length > PAGE ? (people[people.length - 1]?.id ?? null) : null };
}

const pair = (followerId: AccountId, creatorId: AccountId) => ({ followerId_creatorId: { followerId, creatorId } });
