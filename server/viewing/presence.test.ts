import { expect, test } from 'vitest';
import { HOUR, later, SECOND } from '../clock';
import { type Prisma } from '../generated/prisma/client';
import { type ViewingId } from '../ids';
import { makeCreator, makeStream, testDeps } from '../testing/harness';
import { grantOf, rowMaySee } from './media/grant';
import { isPresent, isViewer, present, unheard } from './presence';
import { phaseOfRow, readViewing } from './rows';

type Row = Partial<Prisma.ViewingUncheckedCreateInput>;

const leftAt = (at: Date) => ({ status: 'ended', leftAt: at, endReason: 'left' }) as const;

test('present are the same ones to Prisma and in SQL: open, and heard less than half a minute ago', async () => {
  const deps = await testDeps();
  const { db, clock } = deps;
  const now = clock.now();
  const { id: streamId } = await makeStream(deps, { creatorId: (await makeCreator(deps)).id, status: 'live' });
  const rows: Record<string, Row> = {
    heard: {},
    lately: { lastSeenAt: later(now, 1 - 30 * SECOND) },
    halfAMinuteAgo: { lastSeenAt: later(now, -30 * SECOND) },
    gone: { lastSeenAt: later(now, -30 * SECOND - 1) },
    left: leftAt(now),
    leftLongAgo: { ...leftAt(later(now, -HOUR)), lastSeenAt: later(now, -HOUR) },
  };
  const made = { streamId, joinedAt: later(now, -2 * HOUR), lastSeenAt: now };
  await db.viewing.createMany({ data: Object.entries(rows).map(([device, row]) => ({ ...made, ...row, device })) });
  const named = (found: { device: string }[]) => found.map(({ device }) => device).sort();
  const select = { device: true };
  const bySql = await db.$queryRaw<{ device: string }[]>`SELECT w.device FROM viewings w WHERE ${isPresent(now)}`;
  expect(named(bySql)).toEqual(['heard', 'lately']);
  expect(named(await db.viewing.findMany({ where: present(now), select }))).toEqual(['heard', 'lately']);
  expect(named(await db.viewing.findMany({ where: unheard(now), select }))).toEqual(['gone']);
});

test.each([
  ['free', '0', [true, true, true, true, true, true, true, false]],
  ['paid', '10', [false, true, false, true, false, false, true, false]],
])(
  'a row of a %s stream may see by SQL exactly when its phase may, and its creator is no viewer',
  async (_, ratePerSecond, expected) => {
    const deps = await testDeps();
    const { db, clock } = deps;
    const now = clock.now();
    const creator = await makeCreator(deps);
    const stream = await makeStream(deps, { creatorId: creator.id, status: 'live', ratePerSecond });
    const rows: Row[] = [
      { status: 'admitted' },
      { status: 'admitted', previewUntil: later(now, 1) },
      { status: 'admitted', previewUntil: now },
      { status: 'metered' },
      { status: 'cut' },
      { status: 'cut', previewUntil: later(now, SECOND) },
      { status: 'admitted', accountId: creator.id },
      { previewUntil: later(now, SECOND), ...leftAt(now) },
    ];
    const made = { streamId: stream.id, joinedAt: later(now, -HOUR), lastSeenAt: now };
    await db.viewing.createMany({ data: rows.map((row, at) => ({ ...made, ...row, device: String(at) })) });
    const found = await db.$queryRaw<{ id: ViewingId; sees: boolean; viewer: boolean }[]>`
      SELECT w.id::text, ${rowMaySee(now)} AS sees, ${isViewer} AS viewer
      FROM viewings w JOIN streams t ON t.id = w.stream_id ORDER BY w.device`;
    const byPhase: boolean[] = [];
    for (const { id } of found) byPhase.push(grantOf(phaseOfRow(await readViewing(deps, id), now)).maySubscribe);
    expect(byPhase).toEqual(expected);
    expect(found.map(({ sees }) => sees)).toEqual(expected);
    expect(found.map(({ viewer }) => viewer)).toEqual(rows.map(({ accountId }) => accountId !== creator.id));
  },
);
