import { HOUR, later, type Clock } from '../clock';
import { type Deps } from '../deps';
import { type Account, type Category, type Prisma, type Stream } from '../generated/prisma/client';
import { type AccountId, type StreamId } from '../ids';

/** What a made account may be told: its own columns, and a password when it is to sign in. */
export type AccountInput = Partial<Omit<Prisma.AccountUncheckedCreateInput, 'profile' | 'password'>> & {
  displayName?: string;
  password?: string;
};

/** Counted per process, so that no two made things collide. */
let made = 0;

/** An account with a profile; with a password only when one is given, for argon2id takes its time. */
export async function makeAccount(
  { db, clock, passwords }: Pick<Deps, 'db' | 'clock' | 'passwords'>,
  { displayName, password, ...account }: AccountInput = {},
): Promise<Account & { id: AccountId }> {
  const handle = account.handle ?? `person_${(made += 1)}`;
  const hash = password === undefined ? null : await passwords.hash(password);
  const row = await db.account.create({
    data: {
      createdAt: clock.now(),
      ...account,
      handle,
      profile: { create: { displayName: displayName ?? handle } },
      password: hash === null ? undefined : { create: { hash } },
    },
  });
  return { ...row, id: row.id as AccountId };
}

/** An account that may go live. */
export function makeCreator(
  deps: Parameters<typeof makeAccount>[0],
  input: AccountInput = {},
): ReturnType<typeof makeAccount> {
  return makeAccount(deps, { roles: ['viewer', 'creator'], ...input });
}

/** A category, made once: the same slug gives the same row. */
export function makeCategory(
  { db }: Pick<Deps, 'db'>,
  slug = 'music',
  input: Partial<Category> = {},
): Promise<Category> {
  const name = `${slug.slice(0, 1).toUpperCase()}${slug.slice(1)}`;
  return db.category.upsert({ where: { slug }, create: { slug, name, ...input }, update: {} });
}

/** A stream by `creatorId`: scheduled for in an hour unless told otherwise; the times that a status demands are filled in. */
export async function makeStream(
  deps: Pick<Deps, 'db' | 'clock'>,
  input: Partial<Prisma.StreamUncheckedCreateInput> & { creatorId: string },
): Promise<Stream & { id: StreamId }> {
  await makeCategory(deps, input.categorySlug);
  const row = await deps.db.stream.create({
    data: {
      title: `Stream ${(made += 1)}`,
      categorySlug: 'music',
      ratePerSecond: '0',
      createdAt: deps.clock.now(),
      ...timesOf(input.status ?? 'scheduled', deps.clock),
      ...input,
    },
  });
  return { ...row, id: row.id as StreamId };
}

function timesOf(status: Stream['status'], clock: Clock): Partial<Prisma.StreamUncheckedCreateInput> {
  const now = clock.now();
  switch (status) {
    case 'scheduled':
      return { status, scheduledAt: later(now, HOUR) };
    case 'live':
      return { status, startedAt: later(now, -HOUR) };
    case 'ended':
      return { status, startedAt: later(now, -2 * HOUR), endedAt: later(now, -HOUR), endReason: 'creatorEnded' };
  }
}
