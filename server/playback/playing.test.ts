import fc from 'fast-check';
import { expect, test } from 'vitest';
import { memoryBudgets } from '../../sdk/budget-store';
import { type Client } from '../../sdk/client';
import { amount } from '../../sdk/money';
import { type Playing, playVideo, type PlayOptions } from '../../sdk/playing';
import { type ClaimedSeconds, type OpenedVideo, type ViewingState } from '../../sdk/protocol';
import { type SessionKey, type SessionKeys } from '../../sdk/session-key';
import { type Voucher } from '../../sdk/voucher';
import { memoryVouchers } from '../../sdk/voucher-store';
import { checkSignature } from '../vouchers/check-signature';
import { DomainError } from '../errors';
import { amountOf } from '../money';
import { agree, setLimit } from '../viewing/change-budget';
import { leave } from '../viewing/leave';
import { readState } from '../viewing/state';
import { type Payer } from '../testing/factories';
import { type TestDeps } from '../testing/harness';
import { liveWorld, withPurse } from '../testing/live-world';
import { makeVideo, openAs } from '../testing/videos';
import { RATE } from '../testing/viewings';
import { claimSeconds } from './claim';

type Video = Awaited<ReturnType<typeof makeVideo>>;

async function world(stream: Parameters<typeof makeVideo>[2] = {}, purse: Parameters<typeof withPurse>[1] = {}) {
  const { deps, creator } = await liveWorld();
  const viewer = await withPurse(deps, { lanes: 2, ...purse });
  await deps.db.purse.updateMany({ data: { openedAt: new Date(0) } });
  return { deps, creator, viewer, video: await makeVideo(deps, creator, stream) };
}

/** Refusals as they arrive over the wire. */
async function overWire<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  return work().catch((error: unknown) => {
    if (!(error instanceof DomainError)) throw error;
    const { code, retryAfterSeconds = null } = error;
    throw Object.assign(new Error(code), { data: { code, fields: {}, retryAfterSeconds } });
  });
}

/** What a test changes of a server's answers, or makes of a call that it loses. */
interface Lies {
  opened?: (answer: OpenedVideo) => OpenedVideo;
  claimed?: (answer: ClaimedSeconds) => ClaimedSeconds;
  /** The answer to a claim is lost on its way. */
  loses?: () => boolean;
}

/** A browser of somebody's, with its key; the server's own domain answers it. */
function browserOf(deps: TestDeps, viewer: Payer, lies: Lies = {}) {
  const signed: Voucher[] = [];
  const followers = new Map<string, (state: ViewingState) => void>();
  const key: SessionKey = {
    publicKey: viewer.key.publicKey,
    signVoucher(domain, voucher) {
      signed.push(voucher);
      return Promise.resolve(viewer.key.signVoucher(domain, voucher));
    },
    hasSigned: (domain, voucher) => Promise.resolve(checkSignature(domain, viewer.key.publicKey, voucher)),
  };
  const keys = {
    find: (_: unknown, wanted: string) => Promise.resolve(wanted === key.publicKey ? key : null),
    publicKeys: () => Promise.resolve([key.publicKey]),
  } as unknown as SessionKeys;
  const trpc = {
    playback: {
      open: {
        mutate: ({ videoId, ...more }: { videoId: Video['id'] }) =>
          overWire(async () => (lies.opened ?? same)(await openAs(deps, viewer, videoId, more))),
      },
      claim: {
        mutate: (input: Parameters<typeof claimSeconds>[1]) =>
          overWire(async () => {
            const answer = await claimSeconds(deps, input);
            if (lies.loses?.()) throw new Error('the line broke');
            return (lies.claimed ?? same)(answer);
          }),
      },
    },
    viewing: {
      leave: { mutate: (input: Parameters<typeof leave>[1]) => leave(deps, input) },
      agree: {
        mutate: ({ viewing, rate }: { viewing: never; rate: typeof RATE | null }) => agree(deps, viewing, rate),
      },
      setLimit: {
        mutate: ({ viewing, limit }: { viewing: never; limit: typeof RATE | null }) => setLimit(deps, viewing, limit),
      },
      state: {
        subscribe({ viewing }: { viewing: never }, { onData }: { onData: (state: ViewingState) => void }) {
          followers.set(viewing, onData);
          return { unsubscribe: () => followers.delete(viewing) };
        },
      },
    },
  };
  const client = { trpc, sendLeave: () => undefined } as unknown as Client;
  const clock = { monotonic: () => deps.clock.now().getTime(), wall: () => deps.clock.now().getTime() };
  const play = (video: Video, options: Partial<PlayOptions> = {}) =>
    playVideo({
      client,
      videoId: video.id,
      keys,
      vouchers: memoryVouchers(),
      budgets: memoryBudgets(),
      rate: RATE,
      payAtOnce: true,
      clock,
      timers: deps.timers,
      ...options,
    });
  const tell = async () => {
    for (const [viewing, onData] of followers) onData(await readState(deps, viewing as never));
  };
  return { play, signed, tell };
}

const same = <Answer>(answer: Answer) => answer;

/** Lets time go on until it is done. */
async function until<Done>(deps: TestDeps, work: Promise<Done>, stepMs = 500): Promise<Done> {
  let done = false;
  void work.catch(() => undefined).finally(() => (done = true));
  for (let steps = 0; !done && steps < 400; steps += 1) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (!done) deps.clock.advance(stepMs);
  }
  expect(done).toBe(true);
  return work;
}

/** Time goes on until it waits for what is said, or is done: then it is not waited for. */
async function waits(
  deps: TestDeps,
  work: Promise<unknown>,
  playing: Playing,
  until = () => playing.snapshot.waiting !== null,
) {
  let done = false;
  void work.catch(() => undefined).finally(() => (done = true));
  for (let steps = 0; !done && steps < 600; steps += 1) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (!done && until()) return true;
    deps.clock.advance(100);
  }
  return false;
}

const refused = (playing: Playing) => () => playing.snapshot.refused !== null;

async function paidFor(deps: TestDeps, viewer: Payer, video: Video) {
  const rows = await deps.db.viewing.findMany({ where: { accountId: viewer.id, streamId: video.id } });
  return rows.reduce((sum, row) => sum + amountOf(row.amount), 0n);
}

test('what is fetched is paid for, each second once', async () => {
  const { deps, viewer, video } = await world();
  const playing = browserOf(deps, viewer).play(video);
  await until(deps, playing.secure(0, 4_000));
  await until(deps, playing.secure(2_000, 6_000));
  await until(deps, playing.secure(0, 6_000));
  expect(playing.snapshot).toMatchObject({
    seconds: 6n,
    amount: 6n * RATE,
    spent: 6n * RATE,
    owned: [[0, 6]],
    waiting: null,
  });
  expect(await paidFor(deps, viewer, video)).toBe(6n * RATE);
});

test('video and sound of the same seconds, asked for at once, are paid for once', async () => {
  const { deps, viewer, video } = await world();
  const playing = browserOf(deps, viewer).play(video);
  await until(deps, Promise.all([playing.secure(0, 4_000), playing.secure(0, 4_000), playing.secure(3_500, 5_000)]));
  expect(await paidFor(deps, viewer, video)).toBe(5n * RATE);
});

test('nothing is signed before its viewer agrees, nor at another price than the one that was shown', async () => {
  const { deps, viewer, video } = await world();
  const browser = browserOf(deps, viewer);
  const playing = browser.play(video, { payAtOnce: false });
  const secured = playing.secure(0, 2_000);
  expect(await waits(deps, secured, playing)).toBe(true);
  expect(playing.snapshot).toMatchObject({ waiting: 'agreement', pays: false });
  playing.pay(amount(RATE - 1n));
  expect(await waits(deps, secured, playing, refused(playing))).toBe(true);
  expect(playing.snapshot.refused).toMatchObject({ code: 'otherPrice' });
  expect(browser.signed).toEqual([]);
  playing.pay(RATE);
  await until(deps, secured);
  expect(browser.signed).toHaveLength(1);
});

test('free seconds want no agreement', async () => {
  const { deps, viewer, video } = await world({ previewSeconds: 4 });
  const browser = browserOf(deps, viewer);
  const playing = browser.play(video, { payAtOnce: false });
  await until(deps, playing.secure(0, 4_000));
  expect(browser.signed).toEqual([]);
});

test('the limit of its viewer holds, and a higher one lets it go on', async () => {
  const { deps, viewer, video } = await world();
  const playing = browserOf(deps, viewer).play(video, { limit: amount(3n * RATE) });
  await until(deps, playing.secure(0, 2_000));
  const more = playing.secure(2_000, 6_000);
  expect(await waits(deps, more, playing)).toBe(true);
  expect(playing.snapshot).toMatchObject({ waiting: 'limit', seconds: 2n });
  await playing.setLimit(amount(10n * RATE));
  await until(deps, more);
  expect(playing.snapshot).toMatchObject({ waiting: null, seconds: 6n });
});

test('a purse that has nothing left is waited for, and nothing is signed that it cannot pay', async () => {
  const { deps, viewer, video } = await world({ seconds: 600 }, { deposit: 62n * RATE });
  const browser = browserOf(deps, viewer);
  const playing = browser.play(video);
  let had = 0;
  for (let from = 0; from < 100; from += 4) {
    const secured = playing.secure(from * 1_000, (from + 4) * 1_000);
    deps.clock.advance(4_000);
    if (await waits(deps, secured, playing, () => playing.snapshot.waiting === 'funds')) break;
    had += 4;
  }
  expect(playing.snapshot.waiting).toBe('funds');
  expect(await paidFor(deps, viewer, video)).toBe(BigInt(had) * RATE);
  expect(playing.snapshot.amount).toBeLessThanOrEqual(62n * RATE);
});

test('leaving ends it: what was waited for is given up', async () => {
  const { deps, viewer, video } = await world();
  const playing = browserOf(deps, viewer).play(video, { payAtOnce: false });
  const secured = playing.secure(0, 2_000);
  const failed = expect(until(deps, secured)).rejects.toThrow('No longer asked for');
  await new Promise((resolve) => setTimeout(resolve, 20));
  await playing.leave();
  await failed;
  expect(playing.snapshot).toMatchObject({ connection: 'closed', over: 'left' });
});

test('a viewing that another place took is over, and says so', async () => {
  const { deps, viewer, video } = await world();
  const browser = browserOf(deps, viewer);
  const playing = browser.play(video);
  await until(deps, playing.secure(0, 2_000));
  await openAs(deps, viewer, video.id);
  await browser.tell();
  expect(playing.snapshot).toMatchObject({ over: 'replaced' });
});

test('a video whose files have moved is opened anew by its own viewer, and costs nothing twice', async () => {
  const { deps, viewer, video } = await world();
  const playing = browserOf(deps, viewer).play(video, { takeOver: false });
  await until(deps, playing.secure(0, 4_000));
  const before = playing.snapshot.media;
  playing.reopen();
  await until(deps, playing.secure(2_000, 6_000));
  expect(playing.snapshot).toMatchObject({ connection: 'open', refused: null, seconds: 6n, owned: [[0, 6]] });
  expect(playing.snapshot.media).not.toBe(before);
  expect(await paidFor(deps, viewer, video)).toBe(6n * RATE);
});

test('answers that are lost cost nothing twice', async () => {
  const { deps, viewer, video } = await world();
  let lost = 0;
  const browser = browserOf(deps, viewer, { loses: () => (lost += 1) % 2 === 1 });
  const playing = browser.play(video);
  await until(deps, playing.secure(0, 4_000));
  await until(deps, playing.secure(4_000, 8_000));
  expect(await paidFor(deps, viewer, video)).toBe(8n * RATE);
  expect(playing.snapshot.seconds).toBe(8n);
});

test('a server that asks for the same seconds again gets no second voucher for them', async () => {
  const { deps, viewer, video } = await world();
  const never = (answer: ClaimedSeconds) => ({ ...answer, granted: false, missing: 4, owned: [], credit: 0 });
  const browser = browserOf(deps, viewer, { claimed: never });
  const playing = browser.play(video);
  expect(await waits(deps, playing.secure(0, 4_000), playing, refused(playing))).toBe(true);
  expect(playing.snapshot).toMatchObject({ pays: false, refused: { code: 'notAgreed' }, seconds: 4n });
  expect(await waits(deps, playing.secure(0, 4_000), playing, refused(playing))).toBe(true);
  expect(browser.signed).toHaveLength(1);
});

test('a server that counts from more than the key has signed gets nothing', async () => {
  const { deps, viewer, video } = await world();
  const opened = (answer: OpenedVideo): OpenedVideo => {
    if (!answer.payment || !('agreed' in answer.payment)) return answer;
    const { agreed } = answer.payment;
    const base = { ...agreed.base, seconds: 5n, amount: amount(5n * RATE) };
    return { ...answer, payment: { agreed: { ...agreed, base } } };
  };
  const browser = browserOf(deps, viewer, { opened });
  const playing = browser.play(video);
  expect(await waits(deps, playing.secure(0, 2_000), playing, refused(playing))).toBe(true);
  expect(playing.snapshot.refused).toMatchObject({ code: 'notAgreed' });
  expect(browser.signed).toEqual([]);
});

test('whatever a server answers, no more is signed than seconds were asked for, at the price that was shown', async () => {
  const { deps, creator, viewer } = await world();
  const lie = fc.record({
    granted: fc.boolean(),
    missing: fc.integer({ min: -5, max: 500 }),
    credit: fc.integer({ min: -500, max: 500 }),
    seconds: fc.option(fc.bigInt({ min: -5n, max: 500n }), { nil: undefined }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(lie, { minLength: 1, maxLength: 6 }),
      fc.array(fc.tuple(fc.nat(50), fc.integer({ min: 1, max: 6 })), { minLength: 1, maxLength: 6 }),
      async (lies, spans) => {
        const video = await makeVideo(deps, creator);
        let at = 0;
        const claimed = (answer: ClaimedSeconds): ClaimedSeconds => {
          const { seconds, ...said } = lies[(at += 1) % lies.length]!;
          return {
            ...answer,
            ...said,
            owned: [],
            counted: { ...answer.counted, seconds: seconds ?? answer.counted.seconds },
          };
        };
        const browser = browserOf(deps, viewer, { claimed });
        const playing = browser.play(video);
        const asked = new Set<number>();
        for (const [from, long] of spans) {
          for (let second = from; second < from + long; second += 1) asked.add(second);
          let looks = 0;
          const secured = playing.secure(from * 1_000, (from + long) * 1_000);
          await waits(deps, secured, playing, () => refused(playing)() || (looks += 1) > 40);
        }
        await playing.leave();
        for (const { amount: value } of browser.signed) expect(value % RATE).toBe(0n);
        expect(playing.snapshot.seconds).toBeLessThanOrEqual(BigInt(asked.size));
        expect(playing.snapshot.amount).toBe(playing.snapshot.seconds * RATE);
      },
    ),
    { numRuns: 4 },
  );
});
