import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { CONSENT_MS, memoryBudgets } from './budget-store';
import { amount } from './money';
import { memoryVouchers } from './voucher-store';
import { joinStream, type WatchOptions } from './watching';
import { fakeStream, type FakeStream, RATE } from './watching.test.fake';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const NOTHING = { agreed: false, limit: null, spent: amount(0n) };

/**
 * A page on one device: what the device keeps is given, and a word is waited for unless it is
 * remembered.
 */
async function open(stream: FakeStream, device: ReturnType<typeof aDevice>, options: Partial<WatchOptions> = {}) {
  const { client, media, keys } = stream;
  const watching = joinStream({ client, media, keys, ...device, streamId: 'a stream', rate: RATE, ...options });
  await pass(1_000);
  return watching;
}
const aDevice = () => ({ vouchers: memoryVouchers(), budgets: memoryBudgets() });

/** What takes a moment, and the moment. */
async function during<Result>(promise: Promise<Result>): Promise<Result> {
  await pass(500);
  return promise;
}

describe('limit, total and consent belong to the account in the stream', () => {
  test('a reload goes on without a word, with the same limit, and the counter goes on from what was spent', async () => {
    const stream = fakeStream();
    stream.budget = NOTHING;
    const device = aDevice();
    const first = await open(stream, device);
    await during(first.pay(RATE));
    await during(first.setLimit(amount(RATE * 10n)));
    await pass(4_000);
    const before = first.snapshot;
    expect(before.phase).toEqual({ kind: 'paying' });
    await during(first.leave());

    const again = await open(stream, device);
    expect(again.snapshot).toMatchObject({ pays: true, limit: RATE * 10n });
    expect(again.snapshot.spent).toBeGreaterThanOrEqual(before.spent);
    await pass(30_000);
    expect(again.snapshot).toMatchObject({ spent: RATE * 10n, phase: { kind: 'cut', why: 'spendingLimit' } });
    expect(stream.newest.amount).toBe(RATE * 10n); // and no voucher says more
  });

  test('where the server has forgotten limit and total, this device has not', async () => {
    const stream = fakeStream();
    const device = aDevice();
    const first = await open(stream, device);
    await during(first.pay(RATE));
    await during(first.setLimit(amount(RATE * 6n)));
    await pass(2_000);
    await during(first.leave());
    stream.budget = NOTHING;
    const again = await open(stream, device);
    await during(again.pay(RATE));
    await pass(30_000);
    expect(again.snapshot).toMatchObject({ limit: RATE * 6n, spent: RATE * 6n });
    expect(stream.newest.amount).toBe(RATE * 6n);
  });

  test('another device is asked for a word, and has the limit and the total of the account', async () => {
    const stream = fakeStream();
    stream.budget = { agreed: true, limit: amount(RATE * 8n), spent: amount(RATE * 5n) };
    const watching = await open(stream, aDevice());
    await pass(3_000);
    expect(watching.snapshot).toMatchObject({ pays: false, limit: RATE * 8n, spent: RATE * 5n });
    expect(stream.vouchers).toEqual([]);
    await during(watching.pay(RATE));
    await pass(30_000);
    expect(watching.snapshot).toMatchObject({ spent: RATE * 8n, seconds: 3n });
    expect(stream.vouchers.at(-1)?.amount).toBe(RATE * 3n);
  });

  test('a limit that was lowered on another device holds here too; one that is raised there does not', async () => {
    const stream = fakeStream();
    stream.budget = { ...NOTHING, limit: amount(RATE * 20n) };
    const watching = await open(stream, aDevice());
    await during(watching.pay(RATE));
    stream.budget = { agreed: true, spent: amount(0n), limit: amount(RATE * 1_000n) };
    stream.tell();
    expect(watching.snapshot.limit).toBe(RATE * 20n);
    stream.budget = { agreed: true, spent: amount(0n), limit: amount(RATE * 4n) };
    stream.tell();
    await pass(30_000);
    expect(watching.snapshot).toMatchObject({ limit: RATE * 4n, spent: RATE * 4n });
    expect(stream.vouchers.at(-1)?.amount).toBe(RATE * 4n);
  });

  test('joining anew in the middle counts on, and takes nothing of the limit twice', async () => {
    const stream = fakeStream();
    stream.budget = NOTHING;
    const watching = await open(stream, aDevice(), { limit: amount(RATE * 9n) });
    await during(watching.pay(RATE));
    await pass(3_000);
    stream.restart();
    await pass(30_000);
    expect(stream.joins.length).toBeGreaterThan(1);
    expect(watching.snapshot).toMatchObject({ spent: RATE * 9n, seconds: 9n });
    expect(stream.newest.amount).toBe(RATE * 9n);
  });
});

describe('a word that was given', () => {
  test('is asked for again when it is old, with the limit still there', async () => {
    const stream = fakeStream();
    stream.budget = NOTHING;
    const device = aDevice();
    const first = await open(stream, device);
    await during(first.pay(RATE));
    await during(first.setLimit(amount(RATE * 100n)));
    await pass(2_000);
    await during(first.leave());
    await pass(CONSENT_MS);
    const signed = stream.vouchers.length;
    const again = await open(stream, device);
    await pass(5_000);
    expect(again.snapshot).toMatchObject({ pays: false, limit: RATE * 100n });
    expect(stream.vouchers).toHaveLength(signed);
  });

  test('holds for its price alone', async () => {
    const stream = fakeStream();
    const device = aDevice();
    device.budgets.write('a stream', { rate: RATE, until: Date.now() + CONSENT_MS });
    stream.rate = amount(RATE * 2n);
    const watching = await open(stream, device, { rate: amount(RATE * 2n) });
    await pass(5_000);
    expect(watching.snapshot.pays).toBe(false);
    expect(stream.vouchers).toEqual([]);
  });

  test('for after the preview is taken back: the preview goes on, and nothing is signed after it', async () => {
    const stream = fakeStream({ previewMs: 5_000 });
    stream.budget = NOTHING;
    const device = aDevice();
    const watching = await open(stream, device);
    await during(watching.pay(RATE));
    expect(stream.budget.agreed).toBe(true);
    await during(watching.stopPaying());
    expect(watching.snapshot).toMatchObject({ pays: false, phase: { kind: 'preview' } });
    await pass(20_000);
    expect(stream.vouchers).toEqual([]);
    expect(stream.budget).toMatchObject({ agreed: false });
    expect(device.budgets.read('a stream').rate).toBeNull();
  });

  test('is taken back on another device, and then holds on none', async () => {
    const stream = fakeStream();
    stream.budget = NOTHING;
    const device = aDevice();
    const watching = await open(stream, device);
    await during(watching.pay(RATE));
    await pass(8_000);
    stream.budget = { ...NOTHING, agreed: false };
    stream.tell();
    await pass(300);
    const signed = stream.vouchers.length;
    await pass(20_000);
    expect(watching.snapshot.pays).toBe(false);
    expect(stream.vouchers).toHaveLength(signed);
    await during(watching.leave());
    expect((await open(stream, device)).snapshot.pays).toBe(false);
  });

  test('is not remembered where the viewer paused last', async () => {
    const stream = fakeStream();
    const device = aDevice();
    const first = await open(stream, device);
    await during(first.pay(RATE));
    await pass(2_000);
    await during(first.pause());
    await during(first.leave());
    const signed = stream.vouchers.length;
    const again = await open(stream, device);
    await pass(5_000);
    expect(again.snapshot.pays).toBe(false);
    expect(stream.vouchers).toHaveLength(signed);
  });
});

describe('joining', () => {
  test('tells which keys this device holds, and takes over from nobody unless told to', async () => {
    const stream = fakeStream();
    await open(stream, aDevice(), { takeOver: false });
    expect(stream.joins[0]).toMatchObject({ keys: [stream.signer.publicKey], takeOver: false });
    stream.refuseJoin = 'watchingElsewhere';
    const second = await open(stream, aDevice(), { takeOver: false });
    expect(second.snapshot).toMatchObject({ connection: 'closed', refused: { code: 'watchingElsewhere' } });
    expect(stream.vouchers).toEqual([]);
  });

  test('again after a break says whose place it takes: its own', async () => {
    const stream = fakeStream();
    const watching = await open(stream, aDevice(), { takeOver: false, payAtOnce: true });
    const { viewing } = watching.joined!;
    stream.restart();
    await pass(5_000);
    expect(stream.joins[1]).toMatchObject({ takeOver: false, insteadOf: viewing });
  });
});
