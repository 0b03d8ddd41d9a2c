import { type Language, parseLanguage } from '../../texts/languages';
import { listedFor } from '../access/visibility';
import { DAY, later } from '../clock';
import { type Deps } from '../deps';
import { type AccountId, type StreamId } from '../ids';
import { type Person, personOf, personSelect } from '../names/person';

/** What leaves the site in a calendar or a feed. Nothing but public streams does. */
export interface Published {
  id: StreamId;
  title: string;
  description: string;
  category: string;
  creator: Pick<Person, 'handle' | 'displayName'>;
  scheduledAt: Date | null;
  startedAt: Date | null;
  endedAt: Date | null;
  cancelled: boolean;
  updatedAt: Date;
}

/** Who has a calendar and a feed, and the language in which these speak. */
export type Channel = Pick<Person, 'handle' | 'displayName'> & { bio: string; language: Language };

const select = {
  id: true,
  title: true,
  description: true,
  category: { select: { name: true } },
  creator: { select: personSelect },
  scheduledAt: true,
  startedAt: true,
  endedAt: true,
  endReason: true,
  updatedAt: true,
} as const;

/** A public stream that has a time; null for every other one. */
export async function readPublished({ db }: Pick<Deps, 'db'>, id: StreamId): Promise<Published | null> {
  const rows = await db.stream.findMany({
    where: { AND: [listedFor(null), { id, scheduledAt: { not: null } }] },
    select,
  });
  return rows.map(publishedOf)[0] ?? null;
}

/** The public streams of a creator: what comes, what runs, and what was in the last 90 days. */
export async function readChannel(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  handle: string,
): Promise<{ channel: Channel; streams: Published[] } | null> {
  const account = await db.account.findFirst({
    where: { handle: handle.toLowerCase(), deletedAt: null },
    select: { ...personSelect, language: true, profile: { select: { displayName: true, avatarUrl: true, bio: true } } },
  });
  if (!account) return null;
  const since = later(clock.now(), -90 * DAY);
  const rows = await db.stream.findMany({
    where: {
      AND: [
        listedFor(null),
        { creatorId: account.id as AccountId, status: { not: 'recorded' } },
        { OR: [{ scheduledAt: { gt: since } }, { startedAt: { gt: since } }] },
      ],
    },
    select,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: 100,
  });
  const { displayName } = personOf(account);
  return {
    channel: {
      handle: account.handle,
      displayName,
      bio: account.profile?.bio ?? '',
      language: parseLanguage(account.language) ?? 'en',
    },
    streams: rows.map(publishedOf),
  };
}

function publishedOf({
  category,
  creator,
  endReason,
  ...row
}: {
  id: string;
  category: { name: string };
  creator: Parameters<typeof personOf>[0];
  endReason: string | null;
} & Omit<Published, 'id' | 'category' | 'creator' | 'cancelled'>): Published {
  const { handle, displayName } = personOf(creator);
  const cancelled = endReason === 'cancelled' || endReason === 'neverStarted';
  return { ...row, id: row.id as StreamId, category: category.name, creator: { handle, displayName }, cancelled };
}
