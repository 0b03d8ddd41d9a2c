import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { amount } from './money';
import { manualTimers } from './timers.test.fake';
import { memoryVouchers } from './voucher-store';
import { joinStream, type Watching, type WatchOptions } from './watching';
import { fakeStream, type FakeStream, RATE } from './watching.test.fake';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

async function watch(stream: FakeStream, options: Partial<WatchOptions> = {}) {
  const { client, media, keys } = stream;
  const vouchers = options.vouchers ?? memoryVouchers();
  const basics = { client, media, keys, vouchers };
  const watching = joinStream({ ...basics, streamId: 'a stream', rate: stream.rate, payAtOnce: true, ...options });
  await pass(1_000);
  return watching;
}
/** Lets time pass. */
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
/** What takes a moment, and the moment. */
async function during<Result>(promise: Promise<Result>): Promise<Result> {
  await pass(200);
  return promise;
}

/** A look is so coarse. */
const LOOK_MS = 200;
/**
 * Never more than what was seen and a second for each time that the picture was let through; and
 * all of it in order.
 */
function expectFair(stream: FakeStream, watching: Watching) {
  const seconds = Number(watching.snapshot.seconds);
  expect(seconds * 1_000).toBeLessThanOrEqual(stream.shownMs + 1_000 * Math.max(1, stream.grants) + LOOK_MS);
  expect(watching.snapshot.amount).toBe(watching.snapshot.seconds * stream.rate);
}

describe('a second is paid when it begins to be seen', () => {
  test('the first voucher brings the picture, and then one comes a second', async () => {
    const stream = fakeStream();
    const watching = await watch(stream);
    await pass(10_000);
    expect(watching.snapshot).toMatchObject({ connection: 'connected', phase: { kind: 'paying' }, moving: true });
    expect(Number(watching.snapshot.seconds)).toBeGreaterThanOrEqual(10);
    expect(stream.vouchers.map(({ seconds }) => seconds)).toEqual(stream.vouchers.map((_, at) => BigInt(at + 1)));
    expect(stream.grants).toBe(1);
    expectFair(stream, watching);
  });

  test('nothing is signed before somebody says so', async () => {
    const stream = fakeStream();
    const watching = await watch(stream, { payAtOnce: false });
    await pass(5_000);
    expect(stream.vouchers).toEqual([]);
    await watching.pay(RATE);
    await pass(2_000);
    expect(watching.snapshot.phase).toEqual({ kind: 'paying' });
  });

  test('time is the one that is given: while it stands still nothing is signed, whatever the system’s does', async () => {
    const stream = fakeStream();
    const timers = manualTimers();
    const clock = { monotonic: timers.now, wall: timers.now };
    const watching = await watch(stream, { timers, clock });
    await pass(10_000);
    expect(stream.vouchers).toEqual([]);
    for (let at = 0; at < 3_000; at += 200) {
      timers.advance(200);
      await pass(200);
    }
    expect(watching.snapshot).toMatchObject({ phase: { kind: 'paying' }, seconds: 3n });
  });

  test('a preview costs nothing, and goes on without a break when it is over', async () => {
    const stream = fakeStream({ previewMs: 4_000 });
    const watching = await watch(stream);
    await pass(2_000);
    expect(watching.snapshot).toMatchObject({ phase: { kind: 'preview' }, seconds: 0n });
    await pass(4_000);
    expect(watching.snapshot.phase).toEqual({ kind: 'paying' });
    expectFair(stream, watching);
  });
});

describe('nothing is paid for a picture that stands still', () => {
  test('a silent publisher: the count stops within two seconds and goes on with the picture', async () => {
    const stream = fakeStream();
    const watching = await watch(stream);
    await pass(5_000);
    stream.silence();
    await pass(2_000);
    const { seconds } = watching.snapshot;
    await pass(20_000);
    expect(watching.snapshot).toMatchObject({ seconds, silent: true, moving: false });
    stream.sound();
    await pass(5_000);
    expect(watching.snapshot.seconds).toBeGreaterThan(seconds);
    expect(stream.grants).toBe(1);
    expectFair(stream, watching);
  });

  test('frozen without a word from the server: cut late, tried once, then left alone until somebody says so', async () => {
    const stream = fakeStream();
    const watching = await watch(stream);
    await pass(5_000);
    stream.flowing = false;
    await pass(300_000);
    const { seconds } = watching.snapshot;
    expect(watching.snapshot.phase).toEqual({ kind: 'cut', why: 'late' });
    // five were seen, one was paid ahead, and one was to bring the picture back
    expect(seconds).toBeLessThanOrEqual(7n);
    await pass(300_000);
    expect(watching.snapshot.seconds).toBe(seconds);
    stream.flowing = true;
    const before = stream.shownMs;
    await during(watching.resume());
    await pass(60_000);
    expect(stream.shownMs - before).toBeGreaterThan(50_000);
    expectFair(stream, watching);
  });

  test('a network that freezes for five seconds: cut late, back by the next voucher, nothing lost', async () => {
    const stream = fakeStream();
    const watching = await watch(stream);
    await pass(5_000);
    stream.flowing = false;
    await pass(5_000);
    stream.flowing = true;
    await pass(60_000);
    expect(watching.snapshot).toMatchObject({ phase: { kind: 'paying' }, moving: true });
    expect(stream.grants).toBeLessThanOrEqual(4);
    expectFair(stream, watching);
  });

  test('a page whose timers stand still for a minute signs for no more than it has seen', async () => {
    const stream = fakeStream();
    const watching = await watch(stream);
    await pass(3_000);
    const before = watching.snapshot.seconds;
    const { media } = stream;
    const look = media.progress.bind(media);
    media.progress = () => new Promise((resolve) => setTimeout(() => resolve(look()), 60_000));
    await pass(61_000);
    media.progress = look;
    await pass(2_000);
    expect(watching.snapshot.seconds - before).toBeLessThanOrEqual(9n);
    expectFair(stream, watching);
  });
});

describe('never more than agreed', () => {
  test('it stops before the limit is exceeded and says so; a higher limit goes on', async () => {
    const stream = fakeStream();
    const watching = await watch(stream, { limit: amount(RATE * 5n + 1n) });
    await pass(10_000);
    expect(watching.snapshot).toMatchObject({ seconds: 5n, phase: { kind: 'cut', why: 'spendingLimit' } });
    expect(stream.vouchers.every(({ amount: said }) => said <= RATE * 5n)).toBe(true);
    await during(watching.setLimit(amount(RATE * 8n)));
    await pass(10_000);
    expect(watching.snapshot).toMatchObject({ seconds: 8n, phase: { kind: 'cut', why: 'spendingLimit' } });
  });

  test('the limit holds over a server that restarts', async () => {
    const stream = fakeStream();
    const watching = await watch(stream, { limit: amount(RATE * 8n) });
    await pass(4_000);
    stream.restart();
    await pass(20_000);
    expect(watching.snapshot).toMatchObject({ seconds: 8n, phase: { kind: 'cut', why: 'spendingLimit' } });
    expect(stream.newest.amount).toBe(RATE * 8n);
  });

  test('another rate after joining again needs somebody who says so', async () => {
    const stream = fakeStream();
    const watching = await watch(stream);
    await pass(3_000);
    stream.rate = amount(RATE * 2n);
    stream.restart();
    const signed = stream.vouchers.length;
    await pass(10_000);
    expect(watching.snapshot).toMatchObject({ pays: false, phase: { kind: 'unpaid' } });
    expect(stream.vouchers).toHaveLength(signed);
    await watching.pay(amount(RATE * 2n));
    await pass(3_000);
    expect(watching.snapshot).toMatchObject({ pays: true, phase: { kind: 'paying' } });
  });

  test('another price than the one that was shown is not paid by itself', async () => {
    const stream = fakeStream({ rate: amount(5_000n) });
    const watching = await watch(stream, { rate: RATE });
    await pass(5_000);
    expect(watching.snapshot.pays).toBe(false);
    expect(stream.vouchers).toEqual([]);
  });

  test('a server that counts from more than this device has signed gets nothing', async () => {
    const stream = fakeStream();
    const vouchers = memoryVouchers();
    const first = await watch(stream, { vouchers });
    await pass(3_000);
    await during(first.leave());
    stream.newest = { ...stream.newest, amount: amount(10n ** 9n) };
    const signed = stream.vouchers.length;
    const watching = await watch(stream, { vouchers });
    await pass(5_000);
    expect(watching.snapshot).toMatchObject({ pays: false, refused: { code: 'notAgreed' } });
    expect(stream.vouchers).toHaveLength(signed);
  });

  test('a server that lets in and cuts again and again gets a second for some of the times, not for each', async () => {
    const stream = fakeStream();
    const watching = await watch(stream);
    const cutting = setInterval(() => {
      if (stream.meter?.phase === 'paying') stream.meter = { ...stream.meter, phase: 'late' };
      stream.tell();
    }, 300);
    await pass(60_000);
    clearInterval(cutting);
    expectFair(stream, watching);
    expect(Number(watching.snapshot.seconds) * 1_000).toBeLessThanOrEqual(stream.shownMs * 2 + 8_000);
  });
});

describe('the purse runs out', () => {
  test('it waits, and goes on when there is cover again', async () => {
    const stream = fakeStream();
    stream.funds = amount(RATE * 4n);
    const watching = await watch(stream);
    await pass(10_000);
    expect(watching.snapshot.phase).toEqual({ kind: 'cut', why: 'outOfFunds' });
    const signed = watching.snapshot.seconds;
    expect(signed).toBeLessThanOrEqual(5n);
    await pass(30_000);
    expect(watching.snapshot.seconds).toBe(signed);
    stream.funds = amount(RATE * 1_000n);
    stream.tell();
    await pass(8_000);
    expect(watching.snapshot.phase).toEqual({ kind: 'paying' });
    expectFair(stream, watching);
  });
});

describe('pause', () => {
  test('nothing is signed meanwhile, and the part of a second that was left is seen afterwards', async () => {
    const stream = fakeStream();
    const watching = await watch(stream);
    for (let time = 0; time < 10; time += 1) {
      await during(watching.pause());
      const { seconds } = watching.snapshot;
      await pass(4_000);
      expect(watching.snapshot).toMatchObject({ seconds, phase: { kind: 'cut', why: 'paused' } });
      await during(watching.resume());
      await pass(1_250);
    }
    expect(watching.snapshot.phase).toEqual({ kind: 'paying' });
    expect(Number(watching.snapshot.seconds) * 1_000).toBeLessThanOrEqual(stream.shownMs + 2_500);
  });
});

describe('what is broken is mended', () => {
  test('a line that is lost: what is seen meanwhile is signed, kept, and sent afterwards', async () => {
    const stream = fakeStream();
    const vouchers = memoryVouchers();
    const watching = await watch(stream, { vouchers });
    await pass(3_000);
    stream.serverUp = false;
    await pass(10_000);
    stream.serverUp = true;
    await pass(5_000);
    expect(stream.newest.seconds).toBe(watching.snapshot.seconds);
    expect((await vouchers.newest('stream a stream'))?.seconds).toBe(watching.snapshot.seconds);
    expectFair(stream, watching);
  });

  test('a server that lost what it counted, and cannot take the newest for want of money, is told again what it had', async () => {
    const stream = fakeStream();
    const watching = await watch(stream);
    await pass(3_000);
    const counted = stream.newest.seconds;
    stream.serverUp = false;
    await pass(6_000);
    stream.funds = amount(RATE * 6n);
    stream.lose(1n);
    stream.serverUp = true;
    await pass(5_000);
    expect(watching.snapshot.seconds).toBeGreaterThan(6n);
    expect(stream.newest.seconds).toBe(counted);
    expect(stream.vouchers.length).toBeLessThan(30);
  });

  test('a server that forgot the viewing: joined again, on from the newest voucher', async () => {
    const stream = fakeStream();
    const watching = await watch(stream);
    await pass(5_000);
    const before = watching.snapshot.seconds;
    stream.newest = { seconds: 1n, amount: RATE, extras: amount(0n), signature: null };
    stream.restart();
    await pass(5_000);
    expect(stream.joins).toHaveLength(2);
    expect(stream.joins[1]!.newest?.seconds).toBeGreaterThanOrEqual(before);
    expect(watching.snapshot).toMatchObject({ connection: 'connected', phase: { kind: 'paying' } });
    expect(stream.newest.amount).toBe(stream.newest.seconds * RATE);
    expectFair(stream, watching);
  });

  test('a room that is lost is joined again; one that came back is entered again', async () => {
    const stream = fakeStream();
    const watching = await watch(stream);
    await pass(3_000);
    stream.mediaEvents!.reconnecting();
    expect(watching.snapshot.connection).toBe('reconnecting');
    stream.mediaEvents!.reconnected();
    await pass(1_000);
    expect(stream.calls.filter((name) => name === 'enter')).toHaveLength(2);
    expect(watching.snapshot.connection).toBe('connected');
    stream.mediaEvents!.disconnected('lost');
    await pass(3_000);
    expect(stream.joins).toHaveLength(2);
    expect(watching.snapshot).toMatchObject({ connection: 'connected', phase: { kind: 'paying' } });
    expectFair(stream, watching);
  });

  test('a crash of the page: the next one brings along what this one kept', async () => {
    const stream = fakeStream();
    const vouchers = memoryVouchers();
    const crashed = await watch(stream, { vouchers });
    await pass(3_000);
    stream.client.trpc.viewing.pay.mutate = () => new Promise<never>(() => undefined) as never;
    await pass(2_000);
    const { seconds } = crashed.snapshot;
    await watch(stream, { vouchers });
    expect(stream.base.seconds).toBe(seconds);
  });
});

describe('the end', () => {
  test.each(['streamEnded', 'replaced'] as const)('%s: nothing more is signed, nobody joins again', async (why) => {
    const stream = fakeStream();
    const watching = await watch(stream);
    await pass(3_000);
    stream.end(why);
    await pass(100);
    const signed = stream.vouchers.length;
    await pass(20_000);
    expect(watching.snapshot).toMatchObject({ connection: 'closed', phase: { kind: 'over', why } });
    expect(stream.vouchers).toHaveLength(signed);
    expect(stream.joins).toHaveLength(1);
  });

  test('streamEnded while a voucher was on its way: the voucher is brought with the leaving', async () => {
    const stream = fakeStream();
    const watching = await watch(stream);
    await pass(3_000);
    const counted = stream.newest.seconds;
    stream.serverUp = false;
    await pass(1_200);
    stream.serverUp = true;
    stream.end('streamEnded');
    await pass(200);
    const { seconds } = watching.snapshot;
    expect(seconds).toBeGreaterThan(counted);
    expect(stream.left).toMatchObject([{ newest: { seconds, amount: seconds * RATE } }]);
    expect(watching.snapshot).toMatchObject({ connection: 'closed', phase: { kind: 'over', why: 'streamEnded' } });
  });

  test('given up by the server while the device slept: joined again', async () => {
    const stream = fakeStream();
    const watching = await watch(stream);
    stream.end('connectionLost');
    await pass(5_000);
    expect(watching.snapshot).toMatchObject({ connection: 'connected', phase: { kind: 'paying' } });
  });

  test('leaving tells the newest voucher and ends everything', async () => {
    const stream = fakeStream();
    const watching = await watch(stream);
    await pass(3_000);
    const leaving = watching.leave();
    await pass(200);
    await leaving;
    expect(stream.left).toMatchObject([{ newest: { seconds: watching.snapshot.seconds } }]);
    expect(watching.snapshot).toMatchObject({ connection: 'closed', phase: { kind: 'over', why: 'left' } });
    expect(stream.mediaEvents).toBeNull();
  });

  test('leaving while a second is being signed waits for the signature and brings that second', async () => {
    const stream = fakeStream();
    const watching = await watch(stream);
    let leaving: Promise<void> | undefined;
    watching.onChange(({ seconds }) => {
      if (seconds >= 3n) leaving ??= watching.leave(); // shown when its signing begins
    });
    await pass(4_000);
    await leaving;
    expect(stream.left).toMatchObject([{ newest: { seconds: 3n } }]);
    expect(watching.snapshot.seconds).toBe(3n);
  });

  test('refused at the door: the code and its sentence are shown', async () => {
    const stream = fakeStream();
    stream.refuseJoin = 'streamFull';
    const watching = await watch(stream);
    expect(watching.snapshot).toMatchObject({ connection: 'closed', refused: { code: 'streamFull' } });
  });

  test('a need is told; so is a key that another device holds', async () => {
    const stream = fakeStream();
    stream.need = 'funds';
    expect((await watch(stream)).snapshot.needs).toBe('funds');
    const other = fakeStream();
    other.mangle = (joined) => {
      const payment = joined.payment as { agreed: { sessionKey: string } };
      return { ...joined, payment: { agreed: { ...payment.agreed, sessionKey: `0x${'55'.repeat(64)}` } } } as never;
    };
    const watching = await watch(other);
    await pass(3_000);
    expect(watching.snapshot.needs).toBe('key');
    expect(other.vouchers).toEqual([]);
  });
});
