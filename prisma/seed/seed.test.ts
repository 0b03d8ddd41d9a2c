import { access } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '../../scripts/demo-accounts.mjs';
import { DAY } from '../../server/clock';
import { expectNothingWritten, makeAccount, testDeps, type TestDeps } from '../../server/testing/harness';
import { seed } from './seed';

describe('the seeded world', () => {
  let deps: TestDeps;
  beforeAll(async () => {
    deps = await testDeps();
    await seed(deps, { local: true });
  });

  it('can be signed in to by the demo accounts, and by nobody else', async () => {
    const credentials = await deps.db.passwordCredential.findMany({ include: { account: true } });
    expect(credentials.map(({ account }) => account.handle).sort()).toEqual(
      DEMO_ACCOUNTS.map(({ handle }) => handle).sort(),
    );
    for (const { role, handle } of DEMO_ACCOUNTS) {
      const found = credentials.find(({ account }) => account.handle === handle);
      expect(found?.account.roles).toContain(role);
      expect(await deps.passwords.verify(found?.hash ?? null, DEMO_PASSWORD)).toBe(true);
    }
    expect(await deps.db.session.count()).toBe(0);
    expect(await deps.db.wallet.count()).toBe(0);
  });

  it('has streams in every state, and of every kind', async () => {
    const { db } = deps;
    const states = await db.stream.groupBy({ by: ['status'], _count: true });
    expect(Object.fromEntries(states.map(({ status, _count }) => [status, _count]))).toEqual({
      live: 6,
      scheduled: 9,
      ended: 43,
    });
    const kinds = await db.stream.groupBy({ by: ['visibility'], _count: true });
    expect(kinds.map(({ visibility }) => visibility).sort()).toEqual(['followers', 'private', 'public', 'unlisted']);
    expect(await db.stream.count({ where: { mature: true } })).toBe(1);
    const now = deps.clock.now();
    expect(await db.stream.count({ where: { status: 'scheduled', scheduledAt: { lte: now } } })).toBe(0);
    expect(await db.stream.count({ where: { status: 'ended', endedAt: { gte: now } } })).toBe(0);
    expect(await db.stream.count({ where: { categorySlug: { not: undefined }, coverUrl: null } })).toBe(0);
  });

  it('law: every amount is its paid seconds times the rate, and nobody saw more than the clock did', async () => {
    const wrong = await deps.db.$queryRaw`
      SELECT v.id FROM viewings v JOIN streams s ON s.id = v.stream_id
      WHERE v.amount <> v.seconds_paid * s.rate_per_second
         OR v.seconds_seen > extract(epoch FROM coalesce(v.left_at, v.last_seen_at) - v.joined_at)
         OR v.seconds_paid > greatest(0, v.seconds_seen - s.preview_seconds)
         OR v.joined_at < s.started_at OR v.left_at > s.ended_at OR v.account_id = s.creator_id
         OR v.left_at > ${deps.clock.now()} OR s.rate_per_second % 1000000 <> 0`;
    expect(wrong).toEqual([]);
    expect(await deps.db.viewing.count({ where: { secondsPaid: { gt: 0 } } })).toBeGreaterThan(300);
  });

  it('law: the figures of a stream are those of its viewings', async () => {
    const wrong = await deps.db.$queryRaw`
      WITH steps AS (
        SELECT stream_id, joined_at AS at, 1 AS change FROM viewings
        UNION ALL SELECT stream_id, left_at, -1 FROM viewings WHERE left_at IS NOT NULL
      ), levels AS (
        SELECT stream_id, sum(change) OVER (PARTITION BY stream_id ORDER BY at, change) AS here FROM steps
      ), figures AS (
        SELECT v.stream_id, count(*) AS total, count(*) FILTER (WHERE v.left_at IS NULL) AS now_here,
               (SELECT max(here) FROM levels l WHERE l.stream_id = v.stream_id) AS peak
        FROM viewings v GROUP BY v.stream_id
      )
      SELECT s.title FROM streams s LEFT JOIN figures f ON f.stream_id = s.id
      WHERE (s.total_viewers, s.current_viewers, s.peak_viewers) IS DISTINCT FROM (coalesce(f.total, 0), coalesce(f.now_here, 0), coalesce(f.peak, 0))`;
    expect(wrong).toEqual([]);
  });

  it('lets only those speak and tip who were there', async () => {
    const absent = await deps.db.$queryRaw`
      SELECT m.body FROM chat_messages m JOIN streams s ON s.id = m.stream_id
      WHERE m.author_id <> s.creator_id AND NOT EXISTS (
        SELECT 1 FROM viewings v WHERE v.stream_id = m.stream_id AND v.account_id = m.author_id
          AND v.joined_at <= m.sent_at AND coalesce(v.left_at, ${deps.clock.now()}) >= m.sent_at)`;
    expect(absent).toEqual([]);
    expect(await deps.db.chatMessage.count()).toBeGreaterThan(200);
    expect(await deps.db.chatMessage.count({ where: { sentAt: { gt: deps.clock.now() } } })).toBe(0);
    expect(await deps.db.chatMessage.count({ where: { kind: 'tip' } })).toBe(await deps.db.tip.count());
  });

  it('invents nothing that only the chain knows', async () => {
    const { db } = deps;
    const counts = await Promise.all([
      db.purse.count(),
      db.voucher.count(),
      db.settlement.count(),
      db.payout.count(),
      db.chainCursor.count(),
    ]);
    expect(counts).toEqual([0, 0, 0, 0, 0]);
  });

  it('has live streams that can be paid for, each to an address of its own that is nobody’s wallet', async () => {
    const live = await deps.db.stream.findMany({ where: { status: 'live' } });
    expect(live.every(({ demo }) => demo)).toBe(true);
    expect(new Set(live.map(({ payee }) => payee)).size).toBe(live.length);
    for (const { payee } of live) expect(payee).toMatch(/^0x[0-9a-f]{40}$/);
    expect(
      await deps.db.stream.count({
        where: { status: { not: 'live' }, OR: [{ demo: true }, { payee: { not: null } }] },
      }),
    ).toBe(0);
  });

  it('shows only pictures that exist', async () => {
    const { db } = deps;
    const [streams, profiles] = await Promise.all([db.stream.findMany(), db.profile.findMany()]);
    const urls = new Set([...streams.map(({ coverUrl }) => coverUrl), ...profiles.map(({ avatarUrl }) => avatarUrl)]);
    for (const url of urls) if (url !== null) await access(`public${url}`);
  });
});

describe('seeding', () => {
  it('is made once: seeding again changes nothing', async () => {
    const deps = await testDeps();
    const first = await seed(deps);
    expect(first).toMatchObject({ seeded: true, accounts: 54 });
    deps.clock.advance(DAY);
    const second = await expectNothingWritten(deps.db, () => seed(deps));
    expect(second).toEqual({ ...first, seeded: false });
  });

  it('asks nobody to pay for a show where money may be real', async () => {
    const deps = await testDeps();
    await seed(deps);
    expect(await deps.db.stream.count({ where: { OR: [{ demo: true }, { payee: { not: null } }] } })).toBe(0);
  });

  it('leaves a database alone that has an account', async () => {
    const deps = await testDeps();
    await makeAccount(deps);
    await expectNothingWritten(deps.db, async () =>
      expect(await seed(deps)).toMatchObject({ seeded: false, accounts: 1 }),
    );
  });

  it('is made once when two start at the same time', async () => {
    const deps = await testDeps();
    const both = await Promise.all([seed(deps), seed(deps)]);
    expect(both.map(({ seeded }) => seeded).sort()).toEqual([false, true]);
  });

  it('is the same world every time', async () => {
    const deps = await testDeps();
    await seed(deps);
    const first = await deps.db.viewing.findMany({ orderBy: { id: 'asc' } });
    await deps.db.$executeRaw`TRUNCATE accounts, categories CASCADE`;
    await seed(deps);
    expect(await deps.db.viewing.findMany({ orderBy: { id: 'asc' } })).toEqual(first);
  });
});
