import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { memoryVouchers } from './voucher-store';
import { joinStream } from './watching';
import { fakeStream, type FakeStream } from './watching.test.fake';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

async function watch(stream: FakeStream) {
  const { client, media, keys } = stream;
  const watching = joinStream({
    client,
    media,
    keys,
    vouchers: memoryVouchers(),
    streamId: 'a stream',
    rate: stream.rate,
    payAtOnce: true,
  });
  await pass(3_000);
  return watching;
}

test('a line that only looks open is said to be mended, until something is heard', async () => {
  const stream = fakeStream();
  const rhythm = setInterval(stream.tell, 5_000);
  const watching = await watch(stream);
  await pass(30_000);
  expect(watching.snapshot.connection).toBe('connected');
  stream.serverUp = false;
  await pass(8_000);
  expect(watching.snapshot.connection).toBe('reconnecting');
  stream.serverUp = true;
  await pass(5_000);
  expect(watching.snapshot.connection).toBe('connected');
  clearInterval(rhythm);
});

test('whoever was replaced while the network was away does not take the seat back unasked', async () => {
  const stream = fakeStream();
  const watching = await watch(stream);
  stream.serverUp = false;
  stream.end('replaced'); // nobody hears it
  stream.mediaEvents?.disconnected('lost');
  await pass(20_000);
  expect(watching.snapshot.connection).toBe('reconnecting');
  stream.serverUp = true;
  await pass(20_000);
  expect(watching.snapshot).toMatchObject({ connection: 'closed', phase: { kind: 'over', why: 'replaced' } });
  expect(stream.joins).toHaveLength(1);
});

test('a room closed before anybody heard that the stream ended: the server is asked, and nobody joins again', async () => {
  const stream = fakeStream();
  const watching = await watch(stream);
  stream.tell = () => undefined; // the line that tells of it is slow
  stream.end('streamEnded');
  stream.mediaEvents?.disconnected('closed');
  await pass(3_000);
  expect(watching.snapshot).toMatchObject({
    connection: 'closed',
    phase: { kind: 'over', why: 'streamEnded' },
    refused: null,
  });
  expect(stream.joins).toHaveLength(1);
});

test('a room that is lost is joined anew when the viewing is open', async () => {
  const stream = fakeStream();
  const watching = await watch(stream);
  stream.mediaEvents?.disconnected('lost');
  await pass(5_000);
  expect(stream.joins).toHaveLength(2);
  expect(watching.snapshot).toMatchObject({ connection: 'connected', phase: { kind: 'paying' } });
});

test('media that does not come through is said at the first try, and no more once it does', async () => {
  const stream = fakeStream();
  stream.mediaBlocked = true;
  const watching = await watch(stream);
  expect(watching.snapshot).toMatchObject({ unreachable: true, refused: null, seconds: 0n });
  stream.mediaBlocked = false;
  await pass(20_000);
  expect(watching.snapshot).toMatchObject({ unreachable: false, connection: 'connected' });
});

test('a room that fails for another reason is not called unreachable', async () => {
  const stream = fakeStream();
  stream.roomUp = false;
  const watching = await watch(stream);
  await pass(20_000);
  expect(watching.snapshot).toMatchObject({ unreachable: false, connection: 'reconnecting' });
});
