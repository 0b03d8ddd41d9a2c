import { createHash, randomBytes } from 'node:crypto';
import { amount, parseAmount, type Amount } from '../../sdk/money';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '../../scripts/demo-accounts.mjs';
import { looksOfNames } from '../../server/names/imitation';
import { DAY, HOUR, later, MINUTE, SECOND } from '../../server/clock';
import { type Deps } from '../../server/deps';
import { type Prisma } from '../../server/generated/prisma/client';
import { type Role } from '../../server/generated/prisma/enums';
import { stored } from '../../server/money';
import { categories, creators, viewers } from './people';
import { portraits } from './pictures/portraits';
import { ended, live, rateOf, scheduled, type ScheduledPlan, type StreamPlan } from './programme';
import { payeeOf } from './payees';
import { chanceFrom, type Chance } from './random';
import { talk, tipNotes } from './talk';

/** What the seed did. */
export interface Seeded {
  /** False when there were accounts already: then nothing was touched. */
  seeded: boolean;
  accounts: number;
  streams: number;
}

/** Any number that no other lock in this database has. */
const LOCK = '8604217730212';

/**
 * A small world that could be: people with trades, two months of streams, who watched them and what
 * they said. Relative to the clock and by a fixed chance, so it is the same world every time. All
 * of it goes in by one transaction, and only into a database without accounts.
 *
 * It holds nothing that only the chain can know: no purses, vouchers, settlements, payouts or
 * wallets. A chain that starts with this database has never heard of them, and the two are never to
 * contradict each other. What the viewings say was paid is what such streams would have earned. On
 * a chain of play money (`local`) the live streams are demo streams that can be watched and paid
 * for; anywhere else nobody is asked to pay for a show.
 */
export async function seed(
  { db, clock, passwords }: Pick<Deps, 'db' | 'clock' | 'passwords'>,
  { local = false } = {},
): Promise<Seeded> {
  const hash = await passwords.hash(DEMO_PASSWORD);
  return db.$transaction(
    async (tx) => {
      // Whoever starts at the same time waits, for as long as a slow machine takes, and then finds
      // it done.
      await tx.$executeRawUnsafe(`SET LOCAL lock_timeout = '60s'`);
      await tx.$executeRawUnsafe(`SET LOCAL statement_timeout = '60s'`);
      await tx.$executeRawUnsafe(`SELECT pg_advisory_xact_lock(${LOCK})`);
      const found = await tx.account.count();
      if (found > 0) return { seeded: false, accounts: found, streams: await tx.stream.count() };
      const world = makeWorld(clock.now(), hash, local);
      await tx.category.createMany({ data: world.categories });
      await tx.account.createMany({ data: world.accounts });
      await tx.profile.createMany({ data: world.profiles });
      await tx.passwordCredential.createMany({ data: world.passwords });
      await tx.stream.createMany({ data: world.streams });
      await tx.streamInvite.createMany({ data: world.invites });
      await tx.viewing.createMany({ data: world.viewings });
      await tx.chatMessage.createMany({ data: world.messages });
      await tx.tip.createMany({ data: world.tips });
      await tx.passOffer.createMany({ data: world.offers });
      await tx.pass.createMany({ data: world.passes });
      await tx.follow.createMany({ data: world.follows });
      await tx.moderator.createMany({ data: world.moderators });
      await tx.restriction.createMany({ data: world.restrictions });
      await tx.blockedWord.createMany({ data: world.blockedWords });
      await tx.streamKey.createMany({ data: world.streamKeys });
      await tx.notification.createMany({ data: world.notifications });
      await tx.auditEntry.createMany({ data: world.audit });
      return { seeded: true, accounts: world.accounts.length, streams: world.streams.length };
    },
    { maxWait: MINUTE, timeout: 2 * MINUTE },
  );
}

/** Rows, ready to be written. */
interface World {
  now: Date;
  chance: Chance;
  /** Seats have a chance of their own. */
  seats: Chance;
  local: boolean;
  idOf: (handle: string) => string;
  categories: Prisma.CategoryCreateManyInput[];
  accounts: Prisma.AccountCreateManyInput[];
  profiles: Prisma.ProfileCreateManyInput[];
  passwords: Prisma.PasswordCredentialCreateManyInput[];
  streams: Row[];
  invites: Prisma.StreamInviteCreateManyInput[];
  viewings: Prisma.ViewingCreateManyInput[];
  messages: Prisma.ChatMessageCreateManyInput[];
  tips: Prisma.TipCreateManyInput[];
  offers: Prisma.PassOfferCreateManyInput[];
  passes: Prisma.PassCreateManyInput[];
  follows: Prisma.FollowCreateManyInput[];
  moderators: Prisma.ModeratorCreateManyInput[];
  restrictions: Prisma.RestrictionCreateManyInput[];
  blockedWords: Prisma.BlockedWordCreateManyInput[];
  streamKeys: Prisma.StreamKeyCreateManyInput[];
  notifications: Prisma.NotificationCreateManyInput[];
  audit: Prisma.AuditEntryCreateManyInput[];
}

function makeWorld(now: Date, demoHash: string, local: boolean): World {
  const ids = new Map<string, string>();
  const idOf = (handle: string) => {
    const id = ids.get(handle);
    if (!id) throw new RangeError(`nobody here is called ${handle}`);
    return id;
  };
  const none = {
    categories: [],
    accounts: [],
    profiles: [],
    passwords: [],
    streams: [],
    invites: [],
    viewings: [],
    messages: [],
  };
  const more = {
    tips: [],
    offers: [],
    passes: [],
    follows: [],
    moderators: [],
    restrictions: [],
    blockedWords: [],
    streamKeys: [],
  };
  const chances = { chance: chanceFrom(20_261), seats: chanceFrom(20_262) };
  const world: World = { now, local, ...chances, idOf, ...none, ...more, notifications: [], audit: [] };
  world.categories = categories.map(([slug, name, description], position) => ({ slug, name, description, position }));
  addPeople(world, ids, demoHash);
  addPasses(world); // before the viewings: who holds a pass pays nothing for what it covers
  addEndedStreams(world);
  addLiveStreams(world);
  addScheduledStreams(world);
  addFollows(world);
  addModeration(world);
  addNotifications(world);
  world.audit.sort((a, b) => Number(a.at) - Number(b.at));
  return world;
}

// ------------------------------------------------------------------------------------------------------------------ people

function addPeople(world: World, ids: Map<string, string>, demoHash: string): void {
  const { now, chance } = world;
  const add = (handle: string, displayName: string, joinedDaysAgo: number, creator?: (typeof creators)[number]) => {
    const createdAt = later(now, -joinedDaysAgo * DAY - chance.between(0, DAY / MINUTE) * MINUTE);
    const accountId = chance.id(createdAt);
    ids.set(handle, accountId);
    const roles: Role[] = creator ? ['viewer', 'creator'] : ['viewer'];
    world.accounts.push({ id: accountId, handle, looks: looksOfNames({ handle, displayName }), roles, createdAt });
    const avatarUrl = handle in portraits ? `/seed/face-${handle}.svg` : null;
    const { bio = '', links = [] } = creator ?? {};
    world.profiles.push({ accountId, displayName, bio, links, avatarUrl, updatedAt: createdAt });
    const signedUp = { actorId: accountId, subject: `account:${accountId}` };
    world.audit.push({
      id: chance.id(createdAt),
      at: createdAt,
      action: 'account.signedUp',
      detail: { by: 'password' },
      ...signedUp,
    });
    if (creator) {
      const at = later(createdAt, 20 * MINUTE);
      world.audit.push({ id: chance.id(at), at, action: 'account.becameCreator', ...signedUp });
    }
  };
  for (const creator of creators) add(creator.handle, creator.name, creator.joined, creator);
  for (const [handle, name] of viewers) add(handle, name, chance.between(61, 140));
  // Only these can be signed in as: the others have no password and no wallet.
  world.passwords = DEMO_ACCOUNTS.map(({ handle }) => ({
    accountId: world.idOf(handle),
    hash: demoHash,
    updatedAt: now,
  }));
}

/** Everybody who may be in a stream's audience, but for those that it is not for. */
function audienceOf(world: World, except: string[]): string[] {
  const everybody = [...viewers.map(([handle]) => handle), ...creators.map(({ handle }) => handle)];
  return world.chance.shuffle(everybody.filter((handle) => !except.includes(handle)));
}

// ------------------------------------------------------------------------------------------------------- streams and viewings

/** A stream whose id is known already. */
type Row = Prisma.StreamCreateManyInput & { id: string };

function streamRow(world: World, plan: StreamPlan, createdAt: Date): Row {
  const { previewSeconds = 0, viewerLimit = null, visibility = 'public', mature = false, featured = false } = plan;
  const language = creators.find(({ handle }) => handle === plan.by)?.language ?? 'en';
  const id = world.chance.id(createdAt);
  const creatorId = world.idOf(plan.by);
  world.audit.push({
    id: world.chance.id(createdAt),
    at: createdAt,
    actorId: creatorId,
    action: 'stream.created',
    subject: `stream:${id}`,
  });
  return {
    id,
    creatorId,
    title: plan.title,
    description: plan.description,
    categorySlug: plan.category,
    tags: plan.tags,
    language,
    mature,
    visibility,
    featured,
    viewerLimit,
    createdAt,
    updatedAt: createdAt,
    coverUrl: `/seed/${plan.picture}.svg`,
    ratePerSecond: stored(rateOf(plan)),
    previewSeconds: rateOf(plan) > 0n ? previewSeconds : 0,
  };
}

/**
 * Somebody's presence: from when, for how many seconds of picture, and how it ended (null: it has
 * not).
 */
interface Presence {
  handle: string | null;
  joinedAt: Date;
  leftAt: Date | null;
  seconds: number;
  reason: Prisma.ViewingCreateManyInput['endReason'];
}

/** Keeps the law of the whole product: the amount is the seconds that were paid, times the rate. */
function addViewing(world: World, plan: StreamPlan, stream: Row, presence: Presence): void {
  const { handle, joinedAt, leftAt, seconds, reason } = presence;
  const rate = rateOf(plan);
  const free = rate === 0n || handle === null || holdsPass(world, handle, stream, joinedAt);
  const secondsPaid = free ? 0n : BigInt(Math.max(0, seconds - (stream.previewSeconds ?? 0)));
  world.viewings.push({
    id: world.chance.id(joinedAt),
    seat: world.seats.id(joinedAt),
    streamId: stream.id,
    accountId: handle === null ? null : world.idOf(handle),
    joinedAt,
    leftAt,
    lastSeenAt: leftAt ?? world.now,
    endReason: reason,
    status: leftAt ? 'ended' : secondsPaid > 0n ? 'metered' : 'admitted',
    secondsSeen: BigInt(seconds),
    secondsPaid,
    amount: stored(amount(secondsPaid * rate)),
  });
}

/** The figures of a stream, counted from its viewings. */
function count(world: World, stream: Row): Pick<Row, 'currentViewers' | 'peakViewers' | 'totalViewers'> {
  const own = world.viewings.filter(({ streamId }) => streamId === stream.id);
  const steps = own
    .flatMap(({ joinedAt, leftAt }) => [
      { at: Number(joinedAt), change: 1 },
      { at: leftAt ? Number(leftAt) : Infinity, change: -1 },
    ])
    .sort((a, b) => a.at - b.at || a.change - b.change);
  let [here, peak] = [0, 0];
  for (const { change } of steps) peak = Math.max(peak, (here += change));
  return { currentViewers: own.filter(({ leftAt }) => !leftAt).length, peakViewers: peak, totalViewers: own.length };
}

function addEndedStreams(world: World): void {
  const { chance, now } = world;
  const shownBy = new Map<string, number>();
  ended.forEach((plan, index) => {
    const nth = shownBy.get(plan.by) ?? 0;
    shownBy.set(plan.by, nth + 1);
    const ofCreator = ended.filter(({ by }) => by === plan.by).length;
    // from 58 days ago to the day before yesterday, each creator's in order
    const daysAgo = 58 - ((nth + ((index * 7) % 10) / 10) / ofCreator) * 56;
    const midnight = new Date(now.getTime() - daysAgo * DAY).setUTCHours(0, 0, 0, 0);
    const startedAt = new Date(midnight + chance.between(15 * 60, 19 * 60) * MINUTE - chance.between(0, 59) * SECOND);
    const length = chance.between(45 * 60, 140 * 60);
    const endedAt = later(startedAt, length * SECOND);
    const stream: Row = {
      ...streamRow(world, plan, later(startedAt, -chance.between(20, 90) * HOUR)),
      status: 'ended',
      endReason: index === 17 ? 'connectionLost' : 'creatorEnded',
      startedAt,
      endedAt,
      scheduledAt: later(startedAt, -chance.between(0, 240) * SECOND),
      updatedAt: endedAt,
    };
    const audience = audienceOf(world, [plan.by, 'lowbattery']).slice(0, chance.between(9, 21));
    for (const handle of audience) addViewing(world, plan, stream, visit(chance, handle, startedAt, length));
    for (let left = chance.between(2, 6); left > 0; left -= 1) {
      const whole = visit(chance, null, startedAt, length);
      const seconds = rateOf(plan) > 0n ? Math.min(whole.seconds, stream.previewSeconds ?? 0) : whole.seconds;
      if (seconds > 0)
        addViewing(world, plan, stream, {
          ...whole,
          seconds,
          leftAt: later(whole.joinedAt, (seconds + 2) * SECOND),
          reason: 'left',
        });
    }
    Object.assign(stream, count(world, stream));
    world.streams.push(stream);
    const lines = share(talk[plan.by]?.past ?? [], nth, ofCreator);
    addTalk(world, stream, plan.by, lines, later(startedAt, 4 * MINUTE), later(endedAt, -MINUTE));
    if (rateOf(plan) > 0n && chance.next() < 0.7)
      addTip(world, stream, later(startedAt, (length * 0.6 + chance.between(0, 600)) * SECOND));
  });
}

/**
 * A visit to a stream that has ended: many come early, some stay to the end, a few lose their
 * connection.
 */
function visit(chance: Chance, handle: string | null, startedAt: Date, length: number): Presence {
  const from = Math.floor(chance.next() ** 2 * length * 0.75);
  const stays =
    chance.next() < 0.35 ? length - from : chance.between(60, Math.max(61, Math.floor((length - from) * 0.9)));
  const paused = Math.min(stays - 30, chance.between(0, 25));
  const toTheEnd = from + stays >= length;
  return {
    handle,
    joinedAt: later(startedAt, from * SECOND),
    leftAt: later(startedAt, (from + stays) * SECOND),
    seconds: Math.max(1, stays - Math.max(0, paused)),
    reason: toTheEnd
      ? 'streamEnded'
      : chance.next() < 0.1
        ? chance.pick(['connectionLost', 'spendingLimit'] as const)
        : 'left',
  };
}

function addLiveStreams(world: World): void {
  const { chance, now } = world;
  // Nobody watches two streams at once. The demo accounts watch none: that is for whoever signs in.
  const busy = [...live.map(({ by }) => by), ...DEMO_ACCOUNTS.map(({ handle }) => handle), 'ferrous', 'oldstring'];
  const free = audienceOf(world, busy);
  for (const plan of live) {
    const startedAt = later(now, -plan.minutes * MINUTE + chance.between(0, 50) * SECOND);
    const length = Math.floor((now.getTime() - startedAt.getTime()) / SECOND);
    const stream: Row = {
      ...streamRow(world, plan, later(startedAt, -chance.between(8, 40) * HOUR)),
      status: 'live',
      startedAt,
      scheduledAt: later(startedAt, -chance.between(0, 200) * SECOND),
      updatedAt: startedAt,
      demo: world.local,
      payee: world.local ? payeeOf(plan.by) : null,
    };
    const paid = rateOf(plan) > 0n;
    const signedIn = [
      ...(plan.by === 'hollowbody' ? ['ferrous', 'oldstring'] : []),
      ...free.splice(0, Math.round(plan.watching * (paid ? 0.55 : 0.3))),
    ];
    for (const handle of signedIn) {
      const since =
        handle === 'ferrous' ? length - 300 : Math.max(150, Math.floor((1 - chance.next() ** 1.5) * length * 0.97));
      const joinedAt = later(now, -since * SECOND);
      addViewing(world, plan, stream, {
        handle,
        joinedAt,
        leftAt: null,
        seconds: since - chance.between(1, 12),
        reason: null,
      });
    }
    // Not signed in: in a paid stream only as long as its preview lasts.
    const longest = paid ? (stream.previewSeconds ?? 0) - 2 : length - 60;
    for (let left = plan.watching - signedIn.length; left > 0 && longest > 5; left -= 1) {
      const since = chance.between(4, longest);
      addViewing(world, plan, stream, {
        handle: null,
        joinedAt: later(now, -since * SECOND),
        leftAt: null,
        seconds: since - 2,
        reason: null,
      });
    }
    for (let gone = chance.between(4, 9); gone > 0; gone -= 1) {
      const whole = visit(chance, null, startedAt, Math.floor(length * 0.8));
      const seconds = paid ? Math.min(whole.seconds, stream.previewSeconds ?? 0) : whole.seconds;
      addViewing(world, plan, stream, {
        ...whole,
        seconds,
        leftAt: later(whole.joinedAt, (seconds + 2) * SECOND),
        reason: 'left',
      });
    }
    Object.assign(stream, count(world, stream));
    world.streams.push(stream);
    addTalk(
      world,
      stream,
      plan.by,
      talk[plan.by]?.live ?? [],
      later(now, -Math.min(plan.minutes - 5, 24) * MINUTE),
      later(now, -25 * SECOND),
    );
    if (paid) addTip(world, stream, later(now, -chance.between(70, 140) * SECOND));
  }
}

/**
 * Soon is counted from now, to the quarter of an hour; what is further off keeps to the hours of
 * its trade.
 */
function startOf(now: Date, { inHours, inDays = 0, atHour = 0 }: ScheduledPlan): Date {
  const quarter = 15 * MINUTE;
  if (inHours !== undefined) return new Date(Math.ceil((now.getTime() + inHours * HOUR) / quarter) * quarter);
  return new Date(new Date(now.getTime() + inDays * DAY).setUTCHours(atHour, 0, 0, 0));
}

function addScheduledStreams(world: World): void {
  const { chance, now } = world;
  for (const plan of scheduled) {
    const createdAt = later(now, -chance.between(10, 130) * HOUR);
    const scheduledAt = startOf(now, plan);
    const stream: Row = { ...streamRow(world, plan, createdAt), status: 'scheduled', scheduledAt };
    world.streams.push(stream);
    for (const handle of plan.invited ?? []) {
      world.invites.push({ streamId: stream.id, accountId: world.idOf(handle), createdAt: later(createdAt, HOUR) });
    }
  }
}

// ------------------------------------------------------------------------------------------------------------ chat, tips, passes

/** The n-th of `parts` shares of a conversation; a reply stays with what it answers. */
function share(lines: string[], part: number, parts: number): string[] {
  const cutAt = (index: number) => {
    let at = Math.round((lines.length * index) / parts);
    while (lines[at]?.startsWith('>')) at += 1;
    return at;
  };
  return lines.slice(cutAt(part), cutAt(part + 1));
}

/** Who could have said something at that moment: signed in and there. */
function presentAt(world: World, streamId: string, at: Date): string[] {
  return world.viewings
    .filter(
      (viewing) => viewing.streamId === streamId && viewing.joinedAt <= at && (!viewing.leftAt || viewing.leftAt >= at),
    )
    .flatMap(({ accountId }) => accountId ?? []);
}

function addTalk(world: World, stream: Row, by: string, lines: string[], from: Date, to: Date): void {
  const { chance } = world;
  const step = (to.getTime() - from.getTime()) / (lines.length + 1);
  let lastAuthor = '';
  lines.forEach((line, index) => {
    const sentAt = later(from, Math.round(step * (index + 0.5 + chance.next() * 0.9)));
    const reply = line.startsWith('>');
    const others = presentAt(world, stream.id, sentAt).filter(
      (id) => id !== lastAuthor && id !== world.idOf('ferrous'),
    );
    if (!reply && others.length === 0) return;
    const authorId = reply ? world.idOf(by) : chance.pick(others);
    lastAuthor = authorId;
    world.messages.push({
      id: chance.id(sentAt),
      streamId: stream.id,
      authorId,
      body: line.replace(/^> /, ''),
      sentAt,
    });
  });
}

const unit = (text: string): Amount => parseAmount(text) ?? amount(0n);

function addTip(world: World, stream: Row, createdAt: Date): void {
  const { chance } = world;
  const givers = presentAt(world, stream.id, createdAt).filter((id) => id !== world.idOf('ferrous'));
  if (givers.length === 0) return;
  const [fromId, sum, message] = [chance.pick(givers), chance.pick(['0.25', '0.5', '1', '2']), chance.pick(tipNotes)];
  world.tips.push({
    id: chance.id(createdAt),
    streamId: stream.id,
    fromId,
    toId: stream.creatorId,
    amount: stored(unit(sum)),
    message,
    createdAt,
  });
  const body = `A tip of ${sum}: ${message}`;
  world.messages.push({
    id: chance.id(createdAt),
    streamId: stream.id,
    authorId: fromId,
    kind: 'tip',
    body,
    sentAt: createdAt,
  });
}

const monthPasses = [
  { holder: 'ravi', by: 'maya', sinceDays: 9, renews: true },
  { holder: 'padma_s', by: 'maya', sinceDays: 21, renews: true },
  { holder: 'ines_da_costa', by: 'maya', sinceDays: 44, renews: false },
  { holder: 'oldstring', by: 'hollowbody', sinceDays: 12, renews: true },
  { holder: 'en_passant', by: 'sixty_four', sinceDays: 26, renews: false },
];

function addPasses(world: World): void {
  const { chance, now } = world;
  const offers = [
    {
      by: 'maya',
      kind: 'month',
      title: 'A month of everything',
      description: 'All streams for 30 days, rehearsals included.',
      price: '9',
    },
    {
      by: 'maya',
      kind: 'stream',
      title: 'One whole evening',
      description: 'One stream, from the first note to the last.',
      price: '1.5',
    },
    {
      by: 'hollowbody',
      kind: 'month',
      title: 'A month at the bench',
      description: 'All streams for 30 days.',
      price: '12',
    },
    {
      by: 'sixty_four',
      kind: 'month',
      title: 'A month of endgames',
      description: 'All public lessons for 30 days.',
      price: '14',
    },
  ] as const;
  for (const { by, kind, title, description, price } of offers) {
    const createdAt = later(now, -60 * DAY);
    world.offers.push({
      id: chance.id(createdAt),
      creatorId: world.idOf(by),
      kind,
      title,
      description,
      price: stored(unit(price)),
      createdAt,
    });
  }
  for (const { holder, by, sinceDays, renews } of monthPasses) {
    const offer = world.offers.find(({ creatorId, kind }) => creatorId === world.idOf(by) && kind === 'month');
    if (!offer?.id) throw new RangeError(`${by} offers no month`);
    const startsAt = later(now, -sinceDays * DAY);
    const times = { startsAt, endsAt: later(startsAt, 30 * DAY) };
    world.passes.push({
      id: chance.id(startsAt),
      offerId: offer.id,
      holderId: world.idOf(holder),
      price: offer.price,
      renews,
      ...times,
    });
  }
}

function holdsPass(world: World, handle: string, stream: Row, at: Date): boolean {
  return world.passes.some(
    (pass) =>
      pass.holderId === world.idOf(handle) &&
      world.offers.some(({ id, creatorId }) => id === pass.offerId && creatorId === stream.creatorId) &&
      pass.startsAt <= at &&
      (pass.endsAt ?? at) >= at,
  );
}

// --------------------------------------------------------------------------------------------------------------- community

const joinedAt = (world: World, handle: string) => {
  const account = world.accounts.find(({ id }) => id === world.idOf(handle));
  return new Date(account?.createdAt ?? world.now);
};

function addFollows(world: World): void {
  const { chance, now } = world;
  const loved = ['hollowbody', 'kodaikanal_sky', 'maya']; // followed twice as often as the others
  const follow = (handle: string, by: string) => {
    if (handle === by) return;
    const since = Math.max(joinedAt(world, handle).getTime(), joinedAt(world, by).getTime());
    const createdAt = new Date(since + chance.next() * (now.getTime() - since - HOUR));
    world.follows.push({
      followerId: world.idOf(handle),
      creatorId: world.idOf(by),
      notify: chance.next() < 0.8,
      createdAt,
    });
  };
  for (const [handle] of viewers) {
    const chosen =
      handle === 'ravi'
        ? ['maya', 'hollowbody', 'kodaikanal_sky', 'dum_and_daughters', 'reed_and_heron']
        : followedBy(chance, loved);
    for (const by of chosen) follow(handle, by);
  }
  for (const { handle } of creators) for (const by of followedBy(chance, loved).slice(0, 3)) follow(handle, by);
}

function followedBy(chance: Chance, loved: string[]): string[] {
  const drawn = chance.shuffle([...creators.map(({ handle }) => handle), ...loved]);
  return [...new Set(drawn)].slice(0, chance.between(3, 8));
}

function addModeration(world: World): void {
  const { chance, now, idOf } = world;
  for (const [creator, moderator] of [
    ['hollowbody', 'oldstring'],
    ['maya', 'padma_s'],
    ['fourframes', 'snowmelt'],
  ] as const) {
    world.moderators.push({ creatorId: idOf(creator), moderatorId: idOf(moderator), createdAt: later(now, -40 * DAY) });
  }
  for (const word of ['first', 'promo', 'cheap followers'])
    world.blockedWords.push({ creatorId: idOf('fourframes'), word, createdAt: later(now, -50 * DAY) });
  for (const word of ['autotune'])
    world.blockedWords.push({ creatorId: idOf('maya'), word, createdAt: later(now, -30 * DAY) });

  const restrict = (
    by: string,
    moderator: string,
    handle: string,
    sentAt: Date,
    body: string,
    row: Pick<Prisma.RestrictionCreateManyInput, 'kind' | 'reason' | 'endsAt'>,
  ) => {
    const stream = world.streams
      .filter(({ creatorId, startedAt }) => creatorId === idOf(by) && startedAt && startedAt <= sentAt)
      .at(-1);
    if (!stream) throw new RangeError(`${by} was not live`);
    const createdAt = later(sentAt, 20 * SECOND);
    const deed = { creatorId: idOf(by), accountId: idOf(handle), givenById: idOf(moderator) };
    world.restrictions.push({ id: chance.id(createdAt), ...deed, createdAt, ...row });
    world.messages.push({
      id: chance.id(sentAt),
      streamId: stream.id,
      authorId: idOf(handle),
      body,
      sentAt,
      deletedAt: createdAt,
      deletedById: idOf(moderator),
    });
  };
  const attack = world.streams
    .filter(({ creatorId, status }) => creatorId === idOf('fourframes') && status === 'ended')
    .at(-1);
  if (!attack?.startedAt) throw new RangeError('fourframes never was live');
  const said = later(new Date(attack.startedAt), 30 * MINUTE);
  restrict('fourframes', 'snowmelt', 'lowbattery', said, 'CHEAP FOLLOWERS, link in my profile', {
    kind: 'ban',
    reason: 'Advertising, third time.',
  });
  const plan = ended.find(({ title }) => title === attack.title);
  if (plan) {
    const leftAt = later(said, 20 * SECOND);
    addViewing(world, plan, attack, {
      handle: 'lowbattery',
      joinedAt: later(leftAt, -95 * SECOND),
      leftAt,
      seconds: 93,
      reason: 'banned',
    });
    Object.assign(attack, count(world, attack));
  }
  restrict(
    'hollowbody',
    'oldstring',
    'ferrous',
    later(now, -8 * MINUTE),
    'just buy a factory one, this is a waste of wood',
    {
      kind: 'timeout',
      reason: 'Rude twice in five minutes.',
      endsAt: later(now, 22 * MINUTE),
    },
  );
  // Made of true chance, and forgotten at once: a key that could be worked out from this file would
  // let anybody go live as maya.
  const key = randomBytes(24).toString('base64url');
  const keyHash = createHash('sha256').update(key).digest('hex');
  const createdAt = later(now, -31 * DAY);
  world.streamKeys.push({
    id: chance.id(createdAt),
    creatorId: idOf('maya'),
    label: 'OBS at home',
    keyHash,
    hint: key.slice(-4),
    createdAt,
  });
}

function addNotifications(world: World): void {
  const { chance, idOf } = world;
  const notify = (
    to: string,
    kind: Prisma.NotificationCreateManyInput['kind'],
    about: string,
    createdAt: Date,
    detail: Prisma.InputJsonObject,
    read: boolean,
  ) =>
    world.notifications.push({
      id: chance.id(createdAt),
      accountId: idOf(to),
      kind,
      streamId: typeof detail.streamId === 'string' ? detail.streamId : null,
      actorId: typeof detail.handle === 'string' && detail.handle ? idOf(detail.handle) : null,
      detail,
      dedupeKey: `${kind}:${about}:${idOf(to)}`,
      createdAt,
      readAt: read ? later(createdAt, 2 * MINUTE) : null,
    });
  const about = (stream: Row, by: string) => ({ streamId: stream.id, title: stream.title, handle: by });
  const { streams } = world;
  for (const by of ['hollowbody', 'kodaikanal_sky', 'dum_and_daughters']) {
    const stream = streams.find(({ creatorId, status }) => creatorId === idOf(by) && status === 'live');
    if (stream)
      notify('ravi', 'wentLive', stream.id, new Date(stream.startedAt ?? world.now), about(stream, by), false);
  }
  const next = streams.find(({ creatorId, status }) => creatorId === idOf('maya') && status === 'scheduled');
  if (next) notify('ravi', 'scheduled', next.id, new Date(next.createdAt ?? world.now), about(next, 'maya'), true);

  const handleOf = (id: string) => world.accounts.find((account) => account.id === id)?.handle ?? '';
  const newest = world.follows
    .filter(({ creatorId }) => creatorId === idOf('maya'))
    .sort((a, b) => Number(b.createdAt) - Number(a.createdAt));
  newest.slice(0, 6).forEach(({ followerId, createdAt }, index) => {
    notify(
      'maya',
      'newFollower',
      followerId,
      new Date(createdAt ?? world.now),
      { handle: handleOf(followerId) },
      index > 2,
    );
  });
  for (const tip of world.tips.filter(({ toId }) => toId === idOf('maya')).slice(-2)) {
    const detail = {
      handle: handleOf(tip.fromId),
      streamId: tip.streamId,
      amount: String(tip.amount),
      message: tip.message ?? '',
    };
    notify('maya', 'tipReceived', tip.id ?? '', new Date(tip.createdAt), detail, true);
  }
}
