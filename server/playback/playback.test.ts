import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DomainError } from '../errors';
import { type StreamId } from '../ids';
import { amountOf } from '../money';
import { anotherProcess, liveWorld, pass, somebody, withPurse } from '../testing/live-world';
import { expectNothingWritten } from '../testing/nothing-written';
import { makeVideo, openAs, signForVideo } from '../testing/videos';
import { RATE } from '../testing/viewings';
import { type Payer } from '../testing/factories';
import { type TestDeps } from '../testing/harness';
import { type OpenedVideo } from '../../sdk/protocol';
import { endViewing } from '../viewing/end';
import { endViewingsOf } from '../viewing/end';
import { tickMeters } from '../viewing/metering/tick';
import { sweepRooms } from '../viewing/media/sweep';
import { claimSeconds } from './claim';
import { openMedia } from './media';
import { MOST_AT_ONCE } from './input';

async function world(stream: Parameters<typeof makeVideo>[2] = {}) {
  const { deps, creator } = await liveWorld();
  return { deps, creator, ...(await watched(deps, creator, stream)) };
}

/** A video, and somebody who can pay for it. */
async function watched(deps: TestDeps, creator: Payer, stream: Parameters<typeof makeVideo>[2] = {}) {
  const viewer = await withPurse(deps, { lanes: 2 });
  await deps.db.purse.updateMany({ data: { openedAt: new Date(0) } }); // its time is no matter here
  return { viewer, video: await makeVideo(deps, creator, stream) };
}

const claim = (
  deps: TestDeps,
  opened: OpenedVideo,
  [from, to]: [number, number],
  voucher: ReturnType<typeof signForVideo> | null = null,
) => claimSeconds(deps, { viewing: opened.viewing!, from, to, voucher });

/** What is answered to a request for a file. */
const get = (deps: TestDeps, { media }: OpenedVideo, file: string) =>
  openMedia(deps, media.slice('/media/'.length, -1), file);

const segment = (second: number, name = 'source') =>
  `${name}-${String(Math.floor(second / 2) + 1).padStart(5, '0')}.m4s`;

const paidIn = async (deps: TestDeps, who: Payer, video: StreamId) => {
  const rows = await deps.db.viewing.findMany({ where: { accountId: who.id, streamId: video } });
  return {
    seconds: rows.reduce((sum, row) => sum + row.secondsPaid, 0n),
    amount: rows.reduce((sum, row) => sum + amountOf(row.amount), 0n),
  };
};

describe('a paid video', () => {
  test('gives a segment once its seconds are signed for, and not before', async () => {
    const { deps, viewer, video } = await world();
    const opened = await openAs(deps, viewer, video.id);
    expect(opened).toMatchObject({ free: false, owned: [], credit: 0, state: { phase: { kind: 'unpaid' } } });
    expect(await get(deps, opened, segment(0))).toMatchObject({ kind: 'unpaid', span: [0, 2] });
    const claimed = await claim(deps, opened, [0, 2], signForVideo(deps, viewer, opened, 2n));
    expect(claimed).toMatchObject({ granted: true, missing: 0, owned: [[0, 2]], credit: 0 });
    expect(claimed.counted).toMatchObject({ seconds: 2n, amount: 2n * RATE, phase: { kind: 'paying' } });
    expect(await get(deps, opened, segment(0))).toMatchObject({ kind: 'file', type: 'video/iso.segment' });
    expect(await get(deps, opened, segment(0, 'audio'))).toMatchObject({ kind: 'file' });
    expect(await get(deps, opened, segment(2))).toMatchObject({ kind: 'unpaid' });
  });

  test('is paid for in the tables before a second of it is given', async () => {
    const { deps, viewer, video } = await world();
    const opened = await openAs(deps, viewer, video.id);
    await claim(deps, opened, [0, 4], signForVideo(deps, viewer, opened, 4n));
    expect(await paidIn(deps, viewer, video.id)).toEqual({ seconds: 4n, amount: 4n * RATE });
    expect(await deps.db.voucher.findFirstOrThrow()).toMatchObject({ seconds: 4n });
  });

  test('gives nothing for fewer seconds than are asked for, and says how many are missing', async () => {
    const { deps, viewer, video } = await world();
    const opened = await openAs(deps, viewer, video.id);
    const short = await claim(deps, opened, [0, 4], signForVideo(deps, viewer, opened, 3n));
    expect(short).toMatchObject({ granted: false, missing: 1, owned: [], credit: 3 });
    expect(await get(deps, opened, segment(0))).toMatchObject({ kind: 'unpaid' });
    const whole = await claim(deps, opened, [0, 4], signForVideo(deps, viewer, opened, 4n));
    expect(whole).toMatchObject({ granted: true, owned: [[0, 4]], credit: 0 });
  });

  test('costs nothing twice: not after seeking back, nor in another viewing, nor at another process', async () => {
    const { deps, viewer, video } = await world();
    const first = await openAs(deps, viewer, video.id);
    await claim(deps, first, [10, 14], signForVideo(deps, viewer, first, 4n));
    expect(await claim(deps, first, [10, 14])).toMatchObject({ granted: true });
    expect(await claim(deps, first, [12, 16], signForVideo(deps, viewer, first, 6n))).toMatchObject({
      owned: [[10, 16]],
    });
    const elsewhere = anotherProcess(deps);
    const second = await openAs(elsewhere, viewer, video.id);
    expect(second.owned).toEqual([[10, 16]]);
    expect(await get(elsewhere, second, segment(14))).toMatchObject({ kind: 'file' });
    expect(await claim(elsewhere, second, [8, 12], signForVideo(elsewhere, viewer, second, 2n))).toMatchObject({
      owned: [[8, 16]],
    });
    expect(await paidIn(deps, viewer, video.id)).toEqual({ seconds: 8n, amount: 8n * RATE });
  });

  test('takes what was signed for and never had before it asks for more', async () => {
    const { deps, viewer, video } = await world();
    const opened = await openAs(deps, viewer, video.id);
    const lost = signForVideo(deps, viewer, opened, 4n);
    await claim(deps, opened, [0, 6], lost); // 6 were asked for, 4 signed: none is given
    const again = await openAs(deps, viewer, video.id);
    expect(again.credit).toBe(4);
    expect(await claim(deps, again, [0, 4])).toMatchObject({ granted: true, credit: 0 });
    expect(await paidIn(deps, viewer, video.id)).toEqual({ seconds: 4n, amount: 4n * RATE });
  });

  test('counts a voucher that a device kept of a crash, and gives its seconds then', async () => {
    const { deps, viewer, video } = await world();
    const opened = await openAs(deps, viewer, video.id);
    const kept = signForVideo(deps, viewer, opened, 3n);
    await endViewing(deps, opened.viewing!, 'connectionLost');
    if (!opened.payment || !('agreed' in opened.payment)) throw new Error('nothing was agreed');
    const { purseNonce, key, creator } = opened.payment.agreed;
    const newest = { viewer: viewer.h160, purseNonce, key, creator, ...kept };
    const again = await openAs(deps, viewer, video.id, { newest });
    expect(again.credit).toBe(3);
    expect(await claim(deps, again, [0, 3])).toMatchObject({ granted: true });
  });

  test('is never cut for lateness, and a pause of any length costs nothing', async () => {
    const { deps, viewer, video } = await world();
    const opened = await openAs(deps, viewer, video.id);
    await claim(deps, opened, [0, 2], signForVideo(deps, viewer, opened, 2n));
    await pass(deps, 20_000);
    expect(await claim(deps, opened, [0, 2])).toMatchObject({ counted: { phase: { kind: 'paying' }, seconds: 2n } });
    expect(await deps.db.viewing.findFirstOrThrow({ where: { streamId: video.id } })).toMatchObject({ unpaidMs: 0 });
  });

  test('tells no room who may see', async () => {
    const { deps, viewer, video } = await world();
    const opened = await openAs(deps, viewer, video.id);
    const told = { ...deps, rooms: { ...deps.rooms, setGrant: () => expect.fail('a room was told') } };
    await claimSeconds(told, {
      viewing: opened.viewing!,
      from: 0,
      to: 2,
      voucher: signForVideo(deps, viewer, opened, 2n),
    });
    await tickMeters(told);
  });

  test('gives its first seconds to everybody, also without an account', async () => {
    const { deps, viewer, video } = await world({ previewSeconds: 10 });
    const stranger = await openAs(deps, null, video.id);
    expect(stranger).toMatchObject({ viewing: null, freeSeconds: 10, payment: { needs: 'signIn' } });
    expect(await get(deps, stranger, segment(8))).toMatchObject({ kind: 'file' });
    expect(await get(deps, stranger, segment(10))).toMatchObject({ kind: 'unpaid' });
    const opened = await openAs(deps, viewer, video.id);
    expect(await claim(deps, opened, [8, 12], signForVideo(deps, viewer, opened, 2n))).toMatchObject({
      granted: true,
      owned: [[10, 12]],
    });
    expect(await get(deps, opened, segment(10))).toMatchObject({ kind: 'file' });
  });

  test('is whole for its creator, who pays nothing', async () => {
    const { deps, creator, video } = await world();
    const opened = await openAs(deps, creator, video.id);
    expect(opened).toMatchObject({ free: true, viewing: null, payment: null });
    expect(await get(deps, opened, segment(30))).toMatchObject({ kind: 'file' });
  });

  test('that costs nothing is whole for everybody', async () => {
    const { deps, video } = await world({ ratePerSecond: '0' });
    const opened = await openAs(deps, null, video.id);
    expect(opened).toMatchObject({ free: true, viewing: null, payment: null });
    expect(await get(deps, opened, segment(30))).toMatchObject({ kind: 'file' });
  });

  test('keeps to the limit of its viewer', async () => {
    const { deps, viewer, video } = await world();
    const opened = await openAs(deps, viewer, video.id, { limit: 3n * RATE });
    const beyond = await claim(deps, opened, [0, 4], signForVideo(deps, viewer, opened, 4n));
    expect(beyond).toMatchObject({ granted: false, missing: 4, counted: { seconds: 0n } });
    expect(await claim(deps, opened, [0, 3], signForVideo(deps, viewer, opened, 3n))).toMatchObject({ granted: true });
  });

  test('gives no more than its purse holds', async () => {
    const { deps, creator } = await liveWorld();
    const viewer = await withPurse(deps, { deposit: 100n * RATE });
    await deps.db.purse.updateMany({ data: { openedAt: new Date(0) } });
    const video = await makeVideo(deps, creator, { seconds: 600 });
    const opened = await openAs(deps, viewer, video.id);
    let signed = 0n;
    for (let from = 0; from < 200; from += 20) {
      deps.clock.advance(10_000);
      await sweepRooms(deps);
      const { granted } = await claim(
        deps,
        opened,
        [from, from + 20],
        signForVideo(deps, viewer, opened, signed + 20n),
      );
      if (!granted) break;
      signed += 20n;
    }
    const { amount: paid } = await paidIn(deps, viewer, video.id);
    expect(paid).toBeLessThanOrEqual(100n * RATE);
    expect(paid).toBe(signed * RATE);
  });

  test('ends with its viewing: nothing is given by an address of before', async () => {
    const { deps, viewer, video } = await world();
    const opened = await openAs(deps, viewer, video.id);
    await claim(deps, opened, [0, 2], signForVideo(deps, viewer, opened, 2n));
    expect(await get(deps, opened, segment(0))).toMatchObject({ kind: 'file' });
    await endViewingsOf(deps, video.id, 'left');
    deps.clock.advance(5_001);
    expect(await get(deps, opened, segment(0))).toMatchObject({ kind: 'nothing' });
  });

  test('is played at one place: the newer one stands', async () => {
    const { deps, viewer, video } = await world();
    const phone = await openAs(deps, viewer, video.id);
    await claim(deps, phone, [0, 2], signForVideo(deps, viewer, phone, 2n));
    const laptop = await openAs(deps, viewer, video.id);
    expect(await claim(deps, phone, [2, 4], signForVideo(deps, viewer, phone, 4n))).toMatchObject({
      granted: false,
      counted: { phase: { kind: 'over', why: 'replaced' } },
    });
    expect(await claim(deps, laptop, [0, 2])).toMatchObject({ granted: true });
    await expect(openAs(deps, viewer, video.id, { takeOver: false })).rejects.toThrow(
      new DomainError('watchingElsewhere'),
    );
  });
});

describe('an attack', () => {
  test('a voucher of another key, price or creator gives nothing and writes nothing', async () => {
    const { deps, viewer, video } = await world();
    const opened = await openAs(deps, viewer, video.id);
    const other = await withPurse(deps);
    const good = signForVideo(deps, viewer, opened, 2n);
    const forged = { ...good, signature: signForVideo(deps, other, opened, 2n).signature };
    for (const voucher of [forged, { ...good, amount: (good.amount - 1n) as typeof good.amount }]) {
      await expectNothingWritten(deps.db, () =>
        expect(claim(deps, opened, [0, 2], voucher)).rejects.toThrow(new DomainError('voucherRefused')),
      );
    }
  });

  test('more seconds than time allows are refused', async () => {
    const { deps, viewer, video } = await world();
    const opened = await openAs(deps, viewer, video.id);
    await expect(claim(deps, opened, [0, 31], signForVideo(deps, viewer, opened, 31n))).rejects.toThrow(
      new DomainError('voucherTooFast', 1),
    );
    expect(await claim(deps, opened, [0, 30], signForVideo(deps, viewer, opened, 30n))).toMatchObject({
      granted: true,
    });
  });

  test('no more seconds are taken than the contract can bill: opening anew gives no new time', async () => {
    const { deps, viewer, video } = await world({ seconds: 600 });
    const { blockTime } = await deps.db.chainCursor.findUniqueOrThrow({ where: { id: 1 } });
    await deps.db.purse.updateMany({ data: { openedAt: blockTime } });
    let granted = 0;
    for (let round = 0; round < 4; round += 1) {
      const opened = await openAs(deps, viewer, video.id);
      const claimed = await claim(
        deps,
        opened,
        [round * 15, (round + 1) * 15],
        signForVideo(deps, viewer, opened, 15n),
      ).catch(() => null);
      if (claimed?.granted) granted += 15;
    }
    expect(granted).toBe(30);
  });

  test('an address that was guessed, changed, or is of another video opens nothing', async () => {
    const { deps, creator, viewer, video } = await world();
    const opened = await openAs(deps, viewer, video.id);
    const other = await openAs(deps, viewer, (await makeVideo(deps, creator, { ratePerSecond: '0' })).id);
    const token = opened.media.slice('/media/'.length, -1);
    const changed = (at: number) => {
      const bytes = Buffer.from(token, 'base64url');
      bytes[at] = bytes[at]! ^ 1;
      return bytes.toString('base64url');
    };
    const tokens = [...[0, 17, 33, 50, 60].map(changed), 'a'.repeat(token.length), '', `${token}a`];
    for (const guess of tokens) expect(await openMedia(deps, guess, segment(0))).toEqual({ kind: 'nothing' });
    const mixed = Buffer.concat([
      Buffer.from(token, 'base64url').subarray(0, 53),
      Buffer.from(other.media.slice('/media/'.length, -1), 'base64url').subarray(53),
    ]).toString('base64url');
    expect(await openMedia(deps, mixed, segment(0))).toEqual({ kind: 'nothing' });
  });

  test('files that are none of the video are not there', async () => {
    const { deps, creator, video } = await world();
    const opened = await openAs(deps, creator, video.id);
    for (const file of ['index.json', '../index.json', 'source-99999.m4s', 'original.mp4', 'other.m3u8', ''])
      expect(await get(deps, opened, file)).toEqual({ kind: 'nothing' });
    expect(await get(deps, opened, 'master.m3u8')).toMatchObject({ kind: 'playlist' });
  });

  test('an address is over after its time', async () => {
    const { deps, video } = await world({ ratePerSecond: '0' });
    const opened = await openAs(deps, null, video.id);
    deps.clock.advance(6 * 60 * 60 * 1_000);
    expect(await get(deps, opened, segment(0))).toEqual({ kind: 'nothing' });
  });

  test('who was banned meanwhile gets nothing more, and whoever may not watch no address', async () => {
    const { deps, creator, viewer, video } = await world();
    const opened = await openAs(deps, viewer, video.id);
    await claim(deps, opened, [0, 2], signForVideo(deps, viewer, opened, 2n));
    await deps.db.restriction.create({
      data: {
        creatorId: creator.id,
        accountId: viewer.id,
        givenById: creator.id,
        kind: 'ban',
        createdAt: deps.clock.now(),
      },
    });
    deps.clock.advance(5_001);
    expect(await get(deps, opened, segment(0))).toEqual({ kind: 'nothing' });
    await expect(openAs(deps, viewer, video.id)).rejects.toThrow(new DomainError('banned'));
  });

  test('what is private, not ready, deleted or taken down is not there', async () => {
    const { deps, creator, viewer, video } = await world();
    const opened = await openAs(deps, viewer, video.id);
    const changes = [
      () => deps.db.stream.update({ where: { id: video.id }, data: { hiddenAt: deps.clock.now() } }),
      () => deps.db.stream.update({ where: { id: video.id }, data: { hiddenAt: null, visibility: 'private' } }),
      () =>
        deps.db.video.update({
          where: { streamId: video.id },
          data: { status: 'deleted', deletedAt: deps.clock.now() },
        }),
    ];
    for (const change of changes) {
      await change();
      deps.clock.advance(5_001);
      await expect(openAs(deps, viewer, video.id)).rejects.toThrow(new DomainError('notFound'));
      expect(await get(deps, opened, 'master.m3u8')).toEqual({ kind: 'nothing' });
    }
    const live = await deps.db.stream.findFirstOrThrow({ where: { creatorId: creator.id, status: 'live' } });
    await expect(openAs(deps, viewer, live.id as StreamId)).rejects.toThrow(new DomainError('notFound'));
  });

  test('seconds beyond the end, backwards, or too many at once are refused', async () => {
    const { deps, viewer, video } = await world();
    const opened = await openAs(deps, viewer, video.id);
    for (const span of [
      [60, 62],
      [5, 5],
      [5, 4],
      [0, MOST_AT_ONCE + 1],
    ] as [number, number][]) {
      const long =
        span[1] > 100
          ? await openAs(deps, viewer, (await makeVideo(deps, await somebody(deps), { seconds: 600 })).id)
          : opened;
      await expect(claim(deps, long, span)).rejects.toThrow(new DomainError('malformed'));
    }
  });

  test('the viewing of a live stream claims nothing of a video', async () => {
    const { deps, viewer } = await world();
    const room = await deps.db.stream.findFirstOrThrow({ where: { status: 'live' } });
    const { joinAs } = await import('../testing/live-world');
    const { viewing } = await joinAs(deps, viewer, room.id as StreamId);
    await expect(claimSeconds(deps, { viewing, from: 0, to: 2, voucher: null })).rejects.toThrow(
      new DomainError('notFound'),
    );
  });
});

/** What somebody who watches a video does, in any order. */
const deed = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('seek' as const),
      from: fc.nat(58),
      long: fc.integer({ min: 1, max: 8 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reload' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('otherDevice' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('crash' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('lostAnswer' as const),
      from: fc.nat(58),
      long: fc.integer({ min: 1, max: 8 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 100, max: 15_000 }) }),
  },
);

test('whatever somebody does, they pay for each distinct second that they had, once, to the unit', async () => {
  const { deps, creator } = await liveWorld();
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { minLength: 3, maxLength: 16 }), fc.nat(15), async (deeds, free) => {
      const { viewer, video } = await watched(deps, creator, { previewSeconds: free });
      let process = deps;
      let opened = await openAs(process, viewer, video.id);
      let signed = 0n;
      const reopen = async () => {
        opened = await openAs(process, viewer, video.id);
        signed = 0n;
      };
      const had = new Set<number>();
      for (const one of deeds) {
        if (one.kind === 'wait') {
          deps.clock.advance(one.ms);
          await tickMeters(process);
        } else if (one.kind === 'crash') {
          process = anotherProcess(deps);
          await reopen();
        } else if (one.kind === 'reload' || one.kind === 'otherDevice') await reopen();
        else {
          const span: [number, number] = [one.from, Math.min(60, one.from + one.long)];
          const wished = Array.from({ length: span[1] - span[0] }, (_, at) => span[0] + at);
          const { missing, granted } = await claim(process, opened, span);
          const voucher = granted ? null : signForVideo(deps, viewer, opened, signed + BigInt(missing));
          const claimed = await claim(process, opened, span, voucher).catch((error: unknown) => {
            if (error instanceof DomainError && error.code === 'voucherTooFast') return null;
            throw error;
          });
          if (!claimed) continue;
          expect(claimed.granted).toBe(true);
          if (voucher) signed += BigInt(missing);
          for (const second of wished) if (second >= free) had.add(second);
          if (one.kind === 'lostAnswer') await reopen();
        }
      }
      const { seconds, amount: paid } = await paidIn(deps, viewer, video.id);
      expect(seconds).toBe(BigInt(had.size));
      expect(paid).toBe(BigInt(had.size) * RATE);
      const again = await openAs(process, viewer, video.id);
      for (let second = 0; second < 60; second += 2) {
        const all = [second, second + 1].every((one) => one < free || had.has(one));
        expect((await get(process, again, segment(second))).kind).toBe(all ? 'file' : 'unpaid');
      }
      const ranges = again.owned.flatMap(([from, to]) => Array.from({ length: to - from }, (_, at) => from + at));
      expect(new Set(ranges)).toEqual(had);
    }),
    { numRuns: 6 },
  );
});
