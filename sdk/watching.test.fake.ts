import superjson from 'superjson';
import { type Counted, type Joined, type Phase, type ViewingState } from '../server/viewing/types';
import {
  advance,
  count,
  judge,
  limitedTo,
  type Meter,
  paused,
  phaseOf,
  resumed,
  silenced,
  heard,
  startMeter,
} from '../server/viewing/meter';
import { type Client } from './client';
import { type Media, type MediaEvents } from './media';
import { amount, type Amount } from './money';
import { type KeyOwner, type SessionKeys } from './session-key';
import { type SignedVoucher, type Voucher } from './voucher';

export const RATE = amount(1_000n);
export const OWNER: KeyOwner = { chainId: 7n, contract: `0x${'33'.repeat(20)}`, viewer: `0x${'11'.repeat(20)}` };
export const CREATOR = `0x${'22'.repeat(20)}` as const;

/** A refusal as the typed client throws it. */
export function refusal(code: string): Error {
  return Object.assign(new Error(code), { data: { code, fields: {}, retryAfterSeconds: null } });
}

/** Keys that sign in no time, so that the test's clock is the only one. */
function instantKeys() {
  const key = {
    publicKey: `0x${'44'.repeat(64)}` as const,
    signVoucher: (_: unknown, voucher: Voucher): Promise<SignedVoucher> =>
      Promise.resolve({ ...voucher, signature: `0x${'77'.repeat(64)}` }),
  };
  const find = (_: KeyOwner, publicKey: string) => Promise.resolve(publicKey === key.publicKey ? key : null);
  return { key, keys: { find } as unknown as SessionKeys };
}

/** A server with the real meter, a room and a network, all of which a test can break. Time is the fake timers'. */
export function fakeStream(asked: { rate?: Amount; previewMs?: number } = {}) {
  const { keys, key } = instantKeys();
  const it = {
    keys,
    rate: asked.rate ?? RATE,
    /** What the purse holds. */
    funds: amount(10n ** 12n),
    flowing: true,
    roomUp: true,
    serverUp: true,
    joins: [] as { newest?: SignedVoucher | null; limit?: Amount | null }[],
    calls: [] as string[],
    vouchers: [] as { seconds: bigint; amount: bigint; extras: bigint }[],
    /** How often the picture was let through. */
    grants: 0,
    /** Milliseconds in which pictures arrived, while the meter ran. */
    shownMs: 0,
    viewing: null as string | null,
    base: { seconds: 0n, amount: amount(0n), extras: amount(0n) },
    newest: { seconds: 0n, amount: amount(0n), extras: amount(0n) },
    meter: null as Meter | null,
    over: null as Phase | null,
    need: null as null | 'funds',
    refuseJoin: null as string | null,
    media: null as unknown as Media,
    mediaEvents: null as MediaEvents | null,
    client: null as unknown as Client,
    tell: () => undefined as unknown,
    mangle: (joined: Joined) => joined,
    seen: () => Number(it.shownMs),
    left: [] as unknown[],
  };
  let frames = 0;
  let listeners: ((state: ViewingState) => void)[] = [];
  let stateErrors: ((error: Error) => void)[] = [];
  let joined = 0;
  const now = () => Date.now();

  const phase = (): Phase => it.over ?? (it.meter ? phaseOf(it.meter) : { kind: 'unpaid' });
  const covered = () => (it.meter ? (it.funds - it.newest.amount) / it.rate : null);
  const state = (): ViewingState => ({
    phase: phase(),
    seconds: it.meter?.seconds ?? 0n,
    amount: amount((it.meter?.seconds ?? 0n) * it.rate),
    covered: covered(),
    silent: it.meter?.silent ?? false,
    viewers: 1,
  });
  it.tell = () => {
    if (it.serverUp) for (const listener of listeners) listener(state());
  };

  /** Fifty milliseconds pass: pictures come where everything lets them, and the meter goes on. */
  setInterval(() => {
    const through = it.roomUp && it.mediaEvents !== null && it.meter?.phase === 'paying' && !it.over;
    if (through && it.flowing) {
      frames += 1;
      it.shownMs += 50;
    }
    if (!it.meter || it.over) return;
    const before = it.meter.phase;
    if (it.serverUp) it.meter = advance(lease(it.meter), now());
    if (it.meter.phase !== before) it.tell();
  }, 50);

  /** All that the purse has is set aside; it is dry when that is not enough for another second. */
  const lease = (meter: Meter): Meter => {
    const leased = amount(it.funds > it.base.amount ? it.funds - it.base.amount : 0n);
    return { ...meter, leased, dry: (meter.seconds + 1n) * it.rate > leased };
  };

  const call = async <Result>(name: string, act: () => Result): Promise<Result> => {
    it.calls.push(name);
    await new Promise((resolve) => setTimeout(resolve, 20));
    if (!it.serverUp) throw new Error('WebSocket closed');
    if (name !== 'join' && it.viewing === null) throw refusal('notFound');
    const answer = act();
    await new Promise((resolve) => setTimeout(resolve, 20));
    return superjson.parse<Result>(superjson.stringify(answer));
  };

  const wake = (next: Meter) => {
    if (it.meter?.phase !== 'paying' && next.phase === 'paying') it.grants += 1;
    it.meter = next;
  };

  const pay = (said: { seconds: bigint; amount: Amount; extras: Amount }): Counted => {
    it.vouchers.push({ seconds: said.seconds, amount: said.amount, extras: said.extras });
    const meter = lease(it.meter!);
    const verdict = judge(meter, said, now());
    if (verdict === 'tooFast') throw refusal('voucherTooFast');
    if (verdict === 'wrongAmount') throw refusal('voucherRefused');
    if (verdict === 'good') {
      it.newest = said;
      wake(count(meter, said, now()));
    }
    if (verdict === 'notLeased') it.meter = { ...meter, phase: 'outOfFunds' };
    setTimeout(it.tell);
    const { seconds } = it.meter!;
    return { seconds, amount: amount(seconds * it.rate), phase: phase(), covered: covered() };
  };

  const join = (input: { newest?: SignedVoucher | null; limit?: Amount | null }): Joined => {
    it.joins.push(input);
    if (it.refuseJoin) throw refusal(it.refuseJoin);
    if (input.newest && input.newest.seconds > it.newest.seconds) it.newest = input.newest;
    it.base = { seconds: it.newest.seconds, amount: it.newest.amount, extras: it.newest.extras };
    it.over = null;
    it.viewing = `viewing ${(joined += 1)}`;
    const previewUntil = asked.previewMs ? now() + asked.previewMs : null;
    const limit = input.limit ?? null;
    it.meter = startMeter(
      { rate: it.rate, base: it.base, joinedAt: now(), previewUntil, limit, silent: !it.flowing },
      now(),
    );
    const domain = { chainId: OWNER.chainId, contract: OWNER.contract };
    const agreed = {
      ...{ domain, viewer: OWNER.viewer, purseNonce: 1, creator: CREATOR, sessionKey: key.publicKey },
      ...{ rate: it.rate, base: it.base, limit, graceMs: 3_000 },
    };
    const payment = it.need ? { needs: it.need } : { agreed };
    const room = { url: 'ws://room', token: 'token', iceServers: [] };
    return it.mangle({ viewing: it.viewing as Joined['viewing'], room, state: state(), payment });
  };

  const changing = (name: string, act: (meter: Meter) => Meter) => ({
    mutate: () =>
      call(name, () => {
        wake(act(it.meter!));
        return state();
      }),
  });
  const viewing = {
    join: { mutate: (input: Parameters<typeof join>[0]) => call('join', () => join(input)) },
    enter: { mutate: () => call('enter', state) },
    pay: { mutate: (said: Parameters<typeof pay>[0]) => call('pay', () => pay(said)) },
    pause: changing('pause', (meter) => paused(meter, now())),
    resume: changing('resume', (meter) => resumed(meter, now())),
    setLimit: {
      mutate: ({ limit }: { limit: Amount | null }) =>
        call('setLimit', () => {
          wake(limitedTo(it.meter!, limit, now()));
          return state();
        }),
    },
    leave: { mutate: (input: unknown) => call('leave', () => void it.left.push(input)) },
    state: {
      subscribe(_: unknown, to: { onData(state: ViewingState): void; onError(error: Error): void }) {
        listeners = [to.onData];
        stateErrors = [to.onError];
        setTimeout(it.tell, 20);
        return { unsubscribe: () => void (listeners = listeners.filter((one) => one !== to.onData)) };
      },
    },
  };
  it.client = {
    trpc: { viewing },
    leaveBehind: (input: unknown) => void it.left.push(input),
    close: () => Promise.resolve(),
  } as unknown as Client;
  it.media = {
    async connect(_door, events) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      if (!it.roomUp) throw new Error('no room');
      it.mediaEvents = events;
    },
    progress: () => Promise.resolve({ frames, samples: 0 }),
    close() {
      it.mediaEvents = null;
      return Promise.resolve();
    },
  };
  return Object.assign(it, {
    silence() {
      it.flowing = false;
      if (it.meter) it.meter = silenced(it.meter, now(), now());
      it.tell();
    },
    sound() {
      it.flowing = true;
      if (it.meter) it.meter = heard(it.meter, now());
      it.tell();
    },
    end(why: 'streamEnded' | 'replaced' | 'connectionLost') {
      it.over = { kind: 'over', why };
      it.tell();
    },
    /** The server died and lost what it had not stored: so many seconds of the viewing are left. */
    lose(seconds: bigint) {
      if (it.meter) it.meter = { ...it.meter, seconds };
      it.newest = {
        seconds: it.base.seconds + seconds,
        amount: amount(it.base.amount + seconds * it.rate),
        extras: it.base.extras,
      };
    },
    /** The server forgot everything that it had not stored, also the viewing. */
    restart() {
      it.viewing = null;
      it.meter = null;
      for (const error of stateErrors) error(refusal('notFound'));
    },
  });
}

export type FakeStream = Awaited<ReturnType<typeof fakeStream>>;
