import { describe, expect, test } from 'vitest';
import { streamInput, type StreamInput } from '../../schemas/streams';
import { amount } from '../../sdk/money';
import { HOUR, later } from '../clock';
import {
  expectNothingWritten,
  makeCategory,
  makeCreator,
  makeStream,
  testDeps,
  type TestDeps,
} from '../testing/harness';
import { KnownChain } from '../chain/known-chain';
import { fakeLedger } from '../testing/fake-ledger';
import { readDashboard, readForEdit } from './read';
import { cancelStream, createStream, updateStream } from './store';

const RATE = amount(4_166_000_000_000_000n);

async function world() {
  const deps = await testDeps();
  await makeCategory(deps);
  return { deps, creator: await makeCreator(deps), input: inputFor(deps) };
}

function inputFor({ clock }: TestDeps, changes: Partial<StreamInput> = {}): StreamInput {
  return {
    title: 'Setting up a Carnatic veena',
    description: '',
    categorySlug: 'music',
    tags: ['veena'],
    language: 'en',
    mature: false,
    visibility: 'public',
    ratePerSecond: RATE,
    previewSeconds: 30,
    viewerLimit: null,
    scheduledAt: later(clock.now(), HOUR),
    clipsAllowed: true,
    ...changes,
  };
}

describe('a creator schedules a stream', () => {
  test('and reads back what was said of it, to the last unit', async () => {
    const { deps, creator, input } = await world();
    const { id } = await createStream(deps, creator.id, input);
    expect(await readForEdit(deps, creator.id, id)).toEqual({
      ...input,
      id,
      records: false,
      status: 'scheduled',
      coverUrl: null,
      ofSeries: false,
    });
  });

  test('fifty at most: of twelve at the same moment after the forty-fifth, exactly five are made', async () => {
    const { deps, creator, input } = await world();
    for (let planned = 0; planned < 45; planned += 1) await makeStream(deps, { creatorId: creator.id });
    const asked = await Promise.allSettled(Array.from({ length: 12 }, () => createStream(deps, creator.id, input)));
    const refused = asked.filter((one) => one.status === 'rejected');
    expect(refused.map(({ reason }) => (reason as { code: string }).code)).toEqual(Array(7).fill('tooManyScheduled'));
    expect(await deps.db.stream.count()).toBe(50);
    expect(await deps.db.auditEntry.count({ where: { action: 'stream.created' } })).toBe(5);
  });

  test('and what was done is in the audit log', async () => {
    const { deps, creator, input } = await world();
    const { id } = await createStream(deps, creator.id, input);
    await cancelStream(deps, creator.id, id);
    const log = await deps.db.auditEntry.findMany({ where: { subject: `stream:${id}` }, orderBy: { id: 'asc' } });
    expect(log.map(({ action, actorId }) => [action, actorId])).toEqual([
      ['stream.created', creator.id],
      ['stream.cancelled', creator.id],
    ]);
  });

  test('not in the past, not in a category that is not there, not more than fifty', async () => {
    const { deps, creator, input } = await world();
    await expectNothingWritten(deps.db, async () => {
      await expect(createStream(deps, creator.id, { ...input, scheduledAt: deps.clock.now() })).rejects.toMatchObject({
        code: 'streamInPast',
      });
      await expect(createStream(deps, creator.id, { ...input, categorySlug: 'none' })).rejects.toMatchObject({
        code: 'unknownCategory',
      });
    });
    for (let made = 0; made < 50; made += 1) await makeStream(deps, { creatorId: creator.id });
    await expectNothingWritten(deps.db, () =>
      expect(createStream(deps, creator.id, input)).rejects.toMatchObject({ code: 'tooManyScheduled' }),
    );
  });
});

describe('a price', () => {
  const finest = amount(10n ** 15n + 1n);

  test('finer than the chain counts is refused by its decimals, beside the price, and one as fine is taken', async () => {
    const { deps, creator, input } = await world();
    const sentence = 'That price a second is finer than the chain can count: UNIT has 10 decimals.';
    await expectNothingWritten(deps.db, () =>
      expect(createStream(deps, creator.id, { ...input, ratePerSecond: finest })).rejects.toMatchObject({
        code: 'finerThanChain',
        message: sentence,
        fields: { ratePerSecond: expect.stringContaining('{name} is finer') as string },
      }),
    );
    const { id } = await createStream(deps, creator.id, { ...input, ratePerSecond: amount(10n ** 8n) });
    await expectNothingWritten(deps.db, () =>
      expect(updateStream(deps, creator.id, id, { ...input, ratePerSecond: finest })).rejects.toMatchObject({
        code: 'finerThanChain',
      }),
    );
    const fine = { ...deps, ledger: fakeLedger({ decimals: 18 }), knownChain: new KnownChain() };
    await createStream(fine, creator.id, { ...input, ratePerSecond: finest });
  });

  test('that was set on another chain stays as it is while other things are changed', async () => {
    const { deps, creator } = await world();
    const { id } = await makeStream(deps, { creatorId: creator.id, ratePerSecond: String(finest) });
    const input = inputFor(deps, { title: 'Another title', ratePerSecond: finest });
    await updateStream(deps, creator.id, id, input);
    expect(await readForEdit(deps, creator.id, id)).toMatchObject({ title: 'Another title', ratePerSecond: finest });
  });

  test('cannot be set while the chain has not said what its money is, and a free stream can', async () => {
    const { deps, creator, input } = await world();
    deps.ledger.setReachable(false);
    await expectNothingWritten(deps.db, () =>
      expect(createStream(deps, creator.id, input)).rejects.toMatchObject({ code: 'moneyNotKnown' }),
    );
    await createStream(deps, creator.id, { ...input, ratePerSecond: amount(0n) });
  });
});

describe('a stream is changed', () => {
  test('while it is scheduled, in everything', async () => {
    const { deps, creator, input } = await world();
    const { id } = await createStream(deps, creator.id, input);
    const changed = { ...input, title: 'Another title', ratePerSecond: amount(0n), scheduledAt: null };
    await updateStream(deps, creator.id, id, changed);
    expect(await readForEdit(deps, creator.id, id)).toMatchObject(changed);
  });

  test('after its time has passed, as long as the time itself stays', async () => {
    const { deps, creator, input } = await world();
    const { id } = await createStream(deps, creator.id, input);
    deps.clock.advance(2 * HOUR);
    await updateStream(deps, creator.id, id, { ...input, title: 'A little late' });
    expect((await readForEdit(deps, creator.id, id)).title).toBe('A little late');
  });

  test('while it is live, but for the price that people agreed to', async () => {
    const { deps, creator } = await world();
    const { id } = await makeStream(deps, { creatorId: creator.id, status: 'live', ratePerSecond: RATE.toString() });
    const input = inputFor(deps, { scheduledAt: null });
    await updateStream(deps, creator.id, id, input);
    await expectNothingWritten(deps.db, () =>
      expect(
        updateStream(deps, creator.id, id, { ...input, ratePerSecond: amount(RATE + 1_000_000n) }),
      ).rejects.toMatchObject({
        code: 'priceFixedWhileLive',
      }),
    );
  });

  test('never once it has ended, and never by somebody else', async () => {
    const { deps, creator, input } = await world();
    const ended = await makeStream(deps, { creatorId: creator.id, status: 'ended' });
    const theirs = await makeStream(deps, { creatorId: (await makeCreator(deps)).id });
    await expectNothingWritten(deps.db, async () => {
      await expect(updateStream(deps, creator.id, ended.id, input)).rejects.toMatchObject({
        code: 'streamNotEditable',
      });
      await expect(updateStream(deps, creator.id, theirs.id, input)).rejects.toMatchObject({ code: 'notFound' });
      await expect(cancelStream(deps, creator.id, theirs.id)).rejects.toMatchObject({ code: 'notFound' });
      await expect(cancelStream(deps, creator.id, ended.id)).rejects.toMatchObject({ code: 'notFound' });
      await expect(readForEdit(deps, creator.id, theirs.id)).rejects.toMatchObject({ code: 'notFound' });
    });
  });
});

test('the dashboard tells per stream what purses signed for, and apart what is history of the demo world', async () => {
  const { deps, creator } = await world();
  const viewer = await makeCreator(deps);
  const stream = await makeStream(deps, { creatorId: creator.id, status: 'ended', totalViewers: 2 });
  const quiet = await makeStream(deps, { creatorId: creator.id });
  const now = deps.clock.now();
  const viewing = {
    streamId: stream.id,
    joinedAt: now,
    lastSeenAt: now,
    leftAt: now,
    status: 'ended' as const,
    endReason: 'left' as const,
  };
  const purse = { viewer: `0x${'a'.repeat(40)}`, purseNonce: 1, purseKey: 0, payee: `0x${'b'.repeat(40)}` };
  const paid = { accountId: viewer.id, secondsSeen: 70, secondsPaid: 60 };
  await deps.db.viewing.create({
    data: { ...viewing, ...paid, ...purse, amount: '600000000000000000001', leased: '600000000000000000001' },
  });
  await deps.db.viewing.create({ data: { ...viewing, ...paid, amount: '7' } });
  await deps.db.viewing.create({ data: { ...viewing, secondsSeen: 9, secondsPaid: 0, amount: '0' } });
  await deps.db.tip.create({
    data: { streamId: stream.id, fromId: viewer.id, toId: creator.id, amount: '2', createdAt: now },
  });
  const { figures, streams } = await readDashboard(deps, creator.id);
  expect(figures).toEqual({ earned: 0n, history: 9n, paidSeconds: 60n, followers: 0, viewers: 2 });
  expect(streams.map(({ id, earned, history }) => [id, earned, history])).toEqual(
    expect.arrayContaining([
      [stream.id, 600000000000000000001n, 9n],
      [quiet.id, 0n, 0n],
    ]),
  );
});

test('the dashboard counts what is being watched as it is signed for, and no viewing twice', async () => {
  const { deps, creator } = await world();
  const live = { status: 'live', currentViewers: 1, peakViewers: 2, totalViewers: 3 } as const;
  const stream = await makeStream(deps, { creatorId: creator.id, ...live });
  const seen = { streamId: stream.id, joinedAt: deps.clock.now(), lastSeenAt: deps.clock.now() };
  const over = { leftAt: deps.clock.now(), endReason: 'left' } as const;
  const purse = { viewer: `0x${'a'.repeat(40)}`, purseNonce: 1, purseKey: 0, payee: `0x${'b'.repeat(40)}` };
  const paid = { ...purse, secondsSeen: 60, secondsPaid: 60, amount: '600', leased: '600' };
  for (const stands of [{ status: 'metered' }, { status: 'ended', ...over }, { status: 'settled', ...over }] as const) {
    const accountId = (await makeCreator(deps)).id;
    await deps.db.viewing.create({ data: { ...seen, ...paid, accountId, ...stands } });
  }
  const { figures, streams } = await readDashboard(deps, creator.id);
  expect(figures).toMatchObject({ paidSeconds: 180n, viewers: 3 });
  expect(streams).toMatchObject([{ status: 'live', currentViewers: 1, earned: 1800n, paidSeconds: 180n }]);
});

describe('what is typed', () => {
  const parse = async (changes: Record<string, unknown>) =>
    streamInput.safeParse({ ...inputFor(await testDeps()), ...changes });

  test.each<[string, Record<string, unknown>]>([
    ['no title', { title: '   ' }],
    ['a title of 141 letters', { title: 'a'.repeat(141) }],
    ['a title that turns the text around it', { title: 'abc\u202etxt' }],
    ['a negative price', { ratePerSecond: -1n }],
    ['a price above the limit', { ratePerSecond: 2n ** 128n }],
    ['a price as a number', { ratePerSecond: 1 }],
    ['nine tags', { tags: Array.from({ length: 9 }, (_, index) => `tag ${index}`) }],
    ['a tag with markup', { tags: ['<b>'] }],
    ['a preview of more than an hour', { previewSeconds: 3_601 }],
    ['room for nobody', { viewerLimit: 0 }],
    ['a visibility that is none', { visibility: 'secret' }],
  ])('%s is refused with a sentence', async (_name, changes) => {
    const { error } = await parse(changes);
    expect(error?.issues[0]?.message).toMatch(/\w/);
  });

  test('tags are kept once, in lower case', async () => {
    expect((await parse({ tags: ['Veena', 'veena ', 'ಸಂಗೀತ'] })).data?.tags).toEqual(['veena', 'ಸಂಗೀತ']);
  });
});
