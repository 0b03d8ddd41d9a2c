import { expect, test } from 'vitest';
import { type StreamInput } from '../../schemas/streams';
import { fromWallTime, toWallTime } from '../../schemas/zone';
import { amount } from '../../sdk/money';
import { DAY, HOUR, later } from '../clock';
import { type Job } from '../jobs/types';
import { expectNothingWritten, makeAccount, makeCategory, makeCreator, makeStream, testDeps } from '../testing/harness';
import { doJobs, passTime, waitingJobs } from '../testing/jobs';
import { cancelStream, updateStream } from '../streams/store';
import { type StreamId } from '../ids';
import { nextDays } from './days';
import { planStream } from './plan';
import { cancelFollowing, extendSeries, updateFollowing } from './series';

const ZONE = 'Europe/Berlin';
const BESIDE = { zone: ZONE, password: null };

async function world(start: string, changes: Partial<StreamInput> = {}) {
  const deps = await testDeps();
  deps.clock.set(new Date(start));
  await makeCategory(deps);
  const creator = await makeCreator(deps);
  const input: StreamInput = {
    title: 'Scales and arpeggios',
    description: 'Bring your own.',
    categorySlug: 'music',
    tags: ['veena'],
    language: 'en',
    mature: false,
    visibility: 'public',
    ratePerSecond: amount(0n),
    previewSeconds: 0,
    viewerLimit: null,
    scheduledAt: null,
    clipsAllowed: true,
    ...changes,
  };
  const at = (date: string, time: string) => ({ ...input, scheduledAt: fromWallTime({ date, time }, ZONE) });
  const planned = async () => {
    const rows = await deps.db.stream.findMany({
      where: { creatorId: creator.id, status: 'scheduled' },
      orderBy: { scheduledAt: 'asc' },
    });
    return rows.map(({ id, scheduledAt, title }) => {
      const { date, time } = toWallTime(scheduledAt!, ZONE);
      return { id: id as StreamId, when: `${date} ${time}`, title };
    });
  };
  const whens = async () => (await planned()).map(({ when }) => when);
  return { deps, creator, at, planned, whens };
}
const plan = (repeats: 'daily' | 'weekly' | 'fortnightly', lastDay: string | null = null) => ({
  ...BESIDE,
  repeats,
  lastDay,
});

test('a weekly stream is at the same time by the clocks there, before they change and after', async () => {
  const { deps, creator, at, planned, whens } = await world('2026-10-10T12:00:00Z');
  await planStream(deps, creator.id, at('2026-10-12', '20:00'), plan('weekly'));
  expect(await whens()).toEqual(['2026-10-12 20:00', '2026-10-19 20:00', '2026-10-26 20:00', '2026-11-02 20:00']);
  const [before, after] = await Promise.all(
    [1, 2].map(async (nth) => deps.db.stream.findUnique({ where: { id: (await planned())[nth]!.id } })),
  );
  // the night of 25 October is an hour longer
  expect(after!.scheduledAt!.getTime() - before!.scheduledAt!.getTime()).toBe(7 * DAY + HOUR);
});

test('the next ones are made as time goes on, each once, whoever asks at the same moment', async () => {
  const { deps, creator, at, whens } = await world('2026-03-01T12:00:00Z');
  await planStream(deps, creator.id, at('2026-03-02', '08:30'), plan('fortnightly'));
  expect(await whens()).toEqual(['2026-03-02 08:30', '2026-03-16 08:30']);
  expect(await extendSeries(deps)).toBe(0);
  deps.clock.advance(14 * DAY);
  const made = await Promise.all([extendSeries(deps), extendSeries(deps), extendSeries(deps)]);
  expect(made.reduce((sum, one) => sum + one)).toBe(1);
  expect(await whens()).toEqual(['2026-03-02 08:30', '2026-03-16 08:30', '2026-03-30 08:30']);
});

test('it ends on its last day, and a day that was cancelled is not made again', async () => {
  const { deps, creator, at, planned, whens } = await world('2026-05-01T12:00:00Z');
  await planStream(deps, creator.id, at('2026-05-02', '10:00'), plan('daily', '2026-05-05'));
  const days = await planned();
  expect(days.map(({ when }) => when.slice(8, 10))).toEqual(['02', '03', '04', '05']);
  await cancelStream(deps, creator.id, days[1]!.id);
  expect(await extendSeries(deps)).toBe(0);
  expect(await whens()).toHaveLength(3);
  expect(await deps.db.stream.findUnique({ where: { id: days[1]!.id } })).toMatchObject({
    status: 'ended',
    endReason: 'cancelled',
    startedAt: null,
  });
  deps.clock.advance(30 * DAY);
  await extendSeries(deps);
  expect((await deps.db.series.findFirst())?.endedAt).not.toBeNull();
});

test('one is changed alone; a change of those that follow leaves it as it is, and is what later ones are made like', async () => {
  const { deps, creator, at, planned } = await world('2026-06-01T06:00:00Z');
  await planStream(deps, creator.id, at('2026-06-01', '20:00'), plan('weekly'));
  const [first, second, third, fourth] = await planned();
  await updateStream(deps, creator.id, third!.id, { ...at('2026-06-15', '22:00'), title: 'Late one' }, BESIDE);
  await updateFollowing(
    deps,
    creator.id,
    second!.id,
    { ...at('2026-06-09', '19:00'), title: 'Now on Tuesdays' },
    BESIDE,
  );
  expect(await planned()).toEqual([
    { id: first!.id, when: '2026-06-01 20:00', title: 'Scales and arpeggios' },
    { id: second!.id, when: '2026-06-09 19:00', title: 'Now on Tuesdays' },
    { id: third!.id, when: '2026-06-15 22:00', title: 'Late one' },
    { id: fourth!.id, when: '2026-06-23 19:00', title: 'Now on Tuesdays' },
  ]);
  deps.clock.advance(8 * DAY);
  await extendSeries(deps);
  const after = (await planned()).at(-1);
  expect(after).toMatchObject({ when: '2026-06-30 19:00', title: 'Now on Tuesdays' });
});

test('a series is cancelled from one of its streams on: those before stay, no more come', async () => {
  const { deps, creator, at, planned, whens } = await world('2026-06-01T06:00:00Z');
  await planStream(deps, creator.id, at('2026-06-01', '20:00'), plan('weekly'));
  await cancelFollowing(deps, creator.id, (await planned())[1]!.id);
  expect(await whens()).toEqual(['2026-06-01 20:00']);
  deps.clock.advance(20 * DAY);
  expect(await extendSeries(deps)).toBe(0);
});

test('nobody changes or cancels the series of somebody else, or one by a stream that is in none', async () => {
  const { deps, creator, at, planned } = await world('2026-06-01T06:00:00Z');
  await planStream(deps, creator.id, at('2026-06-01', '20:00'), plan('weekly'));
  const other = await makeCreator(deps);
  const alone = await makeStream(deps, { creatorId: creator.id });
  const { id } = (await planned())[0]!;
  const change = at('2026-06-01', '21:00');
  const refused = { code: 'notFound' };
  await expectNothingWritten(deps.db, async () => {
    await expect(updateFollowing(deps, other.id, id, change, BESIDE)).rejects.toMatchObject(refused);
    await expect(cancelFollowing(deps, other.id, id)).rejects.toMatchObject(refused);
    await expect(updateFollowing(deps, creator.id, alone.id, change, BESIDE)).rejects.toMatchObject(refused);
    await expect(cancelFollowing(deps, creator.id, alone.id)).rejects.toMatchObject(refused);
  });
});

test('a series without a time, one that ends before it begins, and one for which there is no room is not made', async () => {
  const { deps, creator, at } = await world('2026-06-01T06:00:00Z');
  const timeless = { ...at('2026-06-02', '20:00'), scheduledAt: null };
  for (let made = 0; made < 45; made += 1) await makeStream(deps, { creatorId: creator.id });
  await expectNothingWritten(deps.db, async () => {
    await expect(planStream(deps, creator.id, timeless, plan('daily'))).rejects.toMatchObject({
      code: 'seriesNeedsTime',
    });
    const early = planStream(deps, creator.id, at('2026-06-02', '20:00'), plan('daily', '2026-06-01'));
    await expect(early).rejects.toMatchObject({ code: 'seriesEndsBefore' });
    const crowded = planStream(deps, creator.id, at('2026-06-02', '20:00'), plan('daily'));
    await expect(crowded).rejects.toMatchObject({ code: 'tooManyScheduled' });
  });
});

test('a stream with a password has its password in every one of its series, and none without one', async () => {
  const { deps, creator, at, planned } = await world('2026-06-01T06:00:00Z', { visibility: 'password' });
  const input = at('2026-06-01', '20:00');
  await expect(planStream(deps, creator.id, input, plan('weekly'))).rejects.toMatchObject({
    code: 'streamNeedsPassword',
  });
  await planStream(deps, creator.id, input, { ...plan('weekly'), password: 'open sesame' });
  expect(await deps.db.streamPassword.count()).toBe((await planned()).length);
  deps.clock.advance(7 * DAY);
  await extendSeries(deps);
  const rows = await deps.db.streamPassword.findMany();
  expect(rows).toHaveLength((await planned()).length);
  expect(JSON.stringify(rows)).not.toContain('open sesame');
});

test('days are the same however far the zone is from the server’s, and for times that clocks skip', () => {
  const days = (zone: string, firstDay: string, time: string, now: Date) =>
    nextDays({ rhythm: 'daily', zone, firstDay, time, lastDay: null }, now).map(({ day }) => day);
  const now = new Date('2026-03-28T10:00:00Z');
  for (const zone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Asia/Kolkata', 'UTC', ZONE])
    expect(days(zone, '2026-03-28', '02:30', later(now, -2 * DAY)).slice(0, 3)).toEqual([
      '2026-03-28',
      '2026-03-29',
      '2026-03-30',
    ]);
  // long after its beginning as well
  expect(days(ZONE, '2020-01-01', '23:30', now)[0]).toBe('2026-03-28');
});

test('followers are told of a series once, and reminded of each of its streams', async () => {
  const { deps, creator, at } = await world('2026-03-01T12:00:00Z');
  const follower = await makeAccount(deps);
  await deps.db.follow.create({ data: { followerId: follower.id, creatorId: creator.id } });
  await planStream(deps, creator.id, at('2026-03-02', '08:30'), plan('weekly'));
  const jobs = (await waitingJobs(deps, 'tellFollowers')) as Extract<Job, { name: 'tellFollowers' }>[];
  const news = jobs.map(({ data }) => data.news);
  expect(news.filter((one) => one === 'scheduled')).toHaveLength(1);
  expect(news.filter((one) => one === 'reminder').length).toBeGreaterThan(1);
  await passTime(deps, 7 * DAY);
  await extendSeries(deps);
  await doJobs(deps);
  expect(await deps.db.notification.count({ where: { kind: 'scheduled' } })).toBe(1);
});
