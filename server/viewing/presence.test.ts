import { expect, test } from 'vitest';
import { HOUR, later, SECOND } from '../clock';
import { type Prisma } from '../generated/prisma/client';
import { makeAccount, makeCreator, makeStream, testDeps, type TestDeps } from '../testing/harness';
import { maySee, rowMaySee } from './media/grant';
import { isPresent, isViewer, present, unheard } from './presence';
import { phaseOfRow, readViewing } from './rows';
import { type ViewingId } from '../ids';

type Row = Omit<Prisma.ViewingUncheckedCreateInput, 'streamId' | 'joinedAt' | 'lastSeenAt'>;

/** A row of somebody new, unless it says who, named by what is to be found of it. */
async function viewing(deps: TestDeps, streamId: string, { lastSeenAt, ...row }: Row & { lastSeenAt?: Date }) {
  const accountId = row.accountId ?? (await makeAccount(deps)).id;
  const now = deps.clock.now();
  const heard = { joinedAt: later(now, -HOUR), lastSeenAt: lastSeenAt ?? now };
  const { id } = await deps.db.viewing.create({ data: { ...row, ...heard, streamId, accountId } });
  return id as ViewingId;
}

const over = (at: Date) => ({ status: 'ended', leftAt: at, endReason: 'left' }) as const;

test('present are the same ones to Prisma and in SQL: open, and heard less than half a minute ago', async () => {
  const deps = await testDeps();
  const { db, clock } = deps;
  const now = clock.now();
  const creator = await makeCreator(deps);
  const { id } = await makeStream(deps, { creatorId: creator.id, status: 'live' });
  const heard = await viewing(deps, id, {});
  const lately = await viewing(deps, id, { lastSeenAt: later(now, 1 - 30 * SECOND) });
  const justNot = await viewing(deps, id, { lastSeenAt: later(now, -30 * SECOND) });
  const gone = await viewing(deps, id, { lastSeenAt: later(now, -31 * SECOND) });
  const left = await viewing(deps, id, over(now));
  const select = { id: true };
  const byPrisma = await db.viewing.findMany({ where: present(now), select, orderBy: { id: 'asc' } });
  const bySql = await db.$queryRaw`SELECT w.id FROM viewings w WHERE ${isPresent(now)} ORDER BY w.id`;
  expect(byPrisma).toEqual([heard, lately].sort().map((one) => ({ id: one })));
  expect(bySql).toEqual(byPrisma);
  expect(await db.viewing.findMany({ where: unheard(now), select })).toEqual([{ id: gone }]);
  expect([justNot, left].filter((one) => byPrisma.some((row) => row.id === one))).toEqual([]);
});

test('a row may see by SQL exactly when its phase may, and its creator is no viewer', async () => {
  const deps = await testDeps();
  const { db, clock } = deps;
  const now = clock.now();
  const creator = await makeCreator(deps);
  const rows: Row[] = [
    { status: 'admitted' },
    { status: 'admitted', previewUntil: later(now, 1) },
    { status: 'admitted', previewUntil: now },
    { status: 'metered' },
    { status: 'cut' },
    { status: 'cut', previewUntil: later(now, SECOND) },
    { status: 'admitted', accountId: creator.id },
    { previewUntil: later(now, SECOND), ...over(now) },
  ];
  for (const ratePerSecond of ['0', '10']) {
    const stream = await makeStream(deps, { creatorId: creator.id, status: 'ended', ratePerSecond });
    const found: boolean[] = [];
    for (const row of rows) {
      const id = await viewing(deps, stream.id, row);
      const [bySql] = await db.$queryRaw<{ sees: boolean; viewer: boolean }[]>`
        SELECT ${rowMaySee(now)} AS sees, ${isViewer} AS viewer
        FROM viewings w JOIN streams t ON t.id = w.stream_id WHERE w.id = ${id}::uuid`;
      const sees = maySee(phaseOfRow(await readViewing(deps, id), now));
      expect(bySql).toEqual({ sees, viewer: row.accountId !== creator.id });
      found.push(sees);
    }
    const free = ratePerSecond === '0';
    expect(found).toEqual([free, true, free, true, free, free, true, false]);
  }
});

test('who has no account is a viewer, and sees by the same rule', async () => {
  const deps = await testDeps();
  const { db, clock } = deps;
  const creator = await makeCreator(deps);
  const { id } = await makeStream(deps, { creatorId: creator.id, status: 'live', ratePerSecond: '10' });
  const now = clock.now();
  await db.viewing.create({ data: { streamId: id, joinedAt: now, lastSeenAt: now, status: 'admitted' } });
  const rows = await db.$queryRaw`
    SELECT ${rowMaySee(now)} AS sees, ${isViewer} AS viewer FROM viewings w JOIN streams t ON t.id = w.stream_id`;
  expect(rows).toEqual([{ sees: false, viewer: true }]);
});
