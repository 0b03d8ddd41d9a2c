import superjson from 'superjson';
import { type Budget, type Counted, type Joined, type Phase, type ViewingState } from './protocol';
import {
  advance,
  countVoucher,
  judgeVoucher,
  limitedTo,
  type Meter,
  paused,
  phaseOf,
  resumed,
  silenced,
  unsilenced,
  startMeter,
} from '../server/viewing/metering/meter';
import { type Client } from './client';
import { type Media, type MediaEvents, MediaUnreachable } from './media';
import { amount, type Amount } from './money';
import { testSessionKey } from '../server/testing/session-keys';
import { checkSignature } from '../server/vouchers/check-signature';
import { type KeyOwner, type SessionKey, type SessionKeys } from './session-key';
import { type Hex, type SignedVoucher, type Voucher } from './voucher';

export const RATE = amount(1_000n);
export const OWNER: KeyOwner = { chainId: 7n, contract: `0x${'33'.repeat(20)}`, viewer: `0x${'11'.repeat(20)}` };
export const CREATOR = `0x${'22'.repeat(20)}` as const;

/** A refusal as the typed client throws it. */
export function refusal(code: string): Error {
  return Object.assign(new Error(code), { data: { code, fields: {}, retryAfterSeconds: null } });
}

/** Keys that sign and check in no time, so that the test's clock is the only one. */
function instantKeys() {
  const signer = testSessionKey();
  const { publicKey } = signer;
  const key: SessionKey = {
    publicKey,
    signVoucher: (domain, voucher) => Promise.resolve(signer.signVoucher(domain, voucher)),
    hasSigned: (domain, voucher) => Promise.resolve(checkSignature(domain, publicKey, voucher)),
  };
  const find = (_: KeyOwner, wanted: string) => Promise.resolve(wanted === publicKey ? key : null);
  const publicKeys = () => Promise.resolve([publicKey]);
  return { signer, keys: { find, publicKeys } as unknown as SessionKeys };
}

/** What a voucher says, and the signature over it where there is one. */
interface Newest {
  seconds: bigint;
  amount: Amount;
  extras: Amount;
  signature: Hex | null;
}

const NOTHING: Newest = { seconds: 0n, amount: amount(0n), extras: amount(0n), signature: null };

/**
 * A server with the real meter, a room and a network, all of which a test can break. Time is the
 * fake timers'.
 */
export function fakeStream(asked: { rate?: Amount; previewMs?: number } = {}) {
  const { keys, signer } = instantKeys();
  const it = {
    keys,
    /** The device's key, as nobody but the device has it: for what it might have signed before. */
    signer,
    rate: asked.rate ?? RATE,
    /** What the purse holds. */
    funds: amount(10n ** 12n),
    flowing: true,
    roomUp: true,
    /** The room answers, and what it sends does not come through. */
    mediaBlocked: false,
    serverUp: true,
    joins: [] as {
      newest?: SignedVoucher | null;
      limit?: Amount | null;
      takeOver?: boolean;
      insteadOf?: string | null;
      keys?: string[];
    }[],
    calls: [] as string[],
    vouchers: [] as Newest[],
    /** How often the picture was let through. */
    grants: 0,
    /** Milliseconds in which pictures arrived, while the meter ran. */
    shownMs: 0,
    /**
     * What the account agreed to, as the server keeps it; what was spent before the present
     * viewing.
     */
    budget: null as Budget | null,
    viewing: null as string | null,
    base: NOTHING,
    newest: NOTHING,
    meter: null as Meter | null,
    over: null as Phase | null,
    need: null as null | 'funds',
    refuseJoin: null as string | null,
    media: null as unknown as Media,
    mediaEvents: null as MediaEvents | null,
    client: null as unknown as Client,
    tell: () => undefined as unknown,
    mangle: (joined: Joined) => joined,
    mangleCounted: (counted: Counted) => counted,
    mangleState: (state: ViewingState) => state,
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
  const state = (): ViewingState =>
    it.mangleState({
      phase: phase(),
      seconds: it.meter?.seconds ?? 0n,
      amount: amount((it.meter?.seconds ?? 0n) * it.rate),
      covered: covered(),
      silent: it.meter?.silent ?? false,
      viewers: 1,
      budget: it.budget && { ...it.budget, spent: amount(it.budget.spent + (it.meter?.seconds ?? 0n) * it.rate) },
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
    return { ...meter, leased, purseEmpty: (meter.seconds + 1n) * it.rate > leased };
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

  const pay = ({ seconds: total, amount: value, extras, signature }: Newest): Counted => {
    const said = { seconds: total, amount: value, extras, signature };
    it.vouchers.push(said);
    const meter = lease(it.meter!);
    const verdict = judgeVoucher(meter, said, now());
    if (verdict === 'tooFast') throw refusal('voucherTooFast');
    if (verdict === 'wrongAmount') throw refusal('voucherRefused');
    if (verdict === 'good') {
      it.newest = said;
      wake(countVoucher(meter, said, now()));
    }
    if (verdict === 'notLeased') it.meter = { ...meter, phase: 'outOfFunds' };
    setTimeout(it.tell);
    const { seconds } = it.meter!;
    return it.mangleCounted({ seconds, amount: amount(seconds * it.rate), phase: phase(), covered: covered() });
  };

  const join = (input: { newest?: SignedVoucher | null; limit?: Amount | null }): Joined => {
    it.joins.push(input);
    if (it.refuseJoin) throw refusal(it.refuseJoin);
    if (input.newest && input.newest.seconds > it.newest.seconds) it.newest = input.newest;
    const { seconds, amount: value, extras, signature } = it.newest;
    it.base = { seconds, amount: value, extras, signature };
    it.over = null;
    if (it.budget && it.meter)
      it.budget = { ...it.budget, spent: amount(it.budget.spent + it.meter.seconds * it.rate) };
    it.viewing = `viewing ${(joined += 1)}`;
    const previewUntil = asked.previewMs ? now() + asked.previewMs : null;
    const limit = input.limit ?? null;
    it.meter = startMeter(
      { rate: it.rate, base: it.base, joinedAt: now(), previewUntil, limit, silent: !it.flowing },
      now(),
    );
    const domain = { chainId: OWNER.chainId, contract: OWNER.contract };
    const agreed = {
      domain,
      viewer: OWNER.viewer,
      purseNonce: 1,
      key: 0,
      creator: CREATOR,
      sessionKey: signer.publicKey,
      rate: it.rate,
      base: it.base,
      limit,
      graceMs: 3_000,
    };
    const payment = it.need ? { needs: it.need } : { agreed };
    const room = { url: 'ws://room', token: 'token', iceServers: [] };
    return it.mangle({
      viewing: it.viewing as Joined['viewing'],
      room,
      state: state(),
      noPreview: null,
      payment,
      wallet: null,
      money: { symbol: 'DOT', decimals: 10 },
    });
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
          if (it.budget) it.budget = { ...it.budget, limit };
          wake(limitedTo(it.meter!, limit, now()));
          return state();
        }),
    },
    agree: {
      mutate: ({ rate }: { rate: Amount | null }) =>
        call('agree', () => {
          if (it.budget) it.budget = { ...it.budget, agreed: rate !== null };
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
    sendLeave: (input: unknown) => void it.left.push(input),
    renewSocket: () => undefined,
    close: () => Promise.resolve(),
  } as unknown as Client;
  it.media = {
    async connect(_door, events) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      if (!it.roomUp) throw new Error('no room');
      if (it.mediaBlocked) throw new MediaUnreachable(true);
      it.mediaEvents = events;
    },
    progress: () => Promise.resolve({ frames, samples: 0 }),
    close() {
      it.mediaEvents = null;
      return Promise.resolve();
    },
  };
  return Object.assign(it, {
    /** What the device's key signed for this creator before, on another day. */
    signedBefore(seconds: bigint, value: bigint): SignedVoucher {
      const pair = { viewer: OWNER.viewer, purseNonce: 1, key: 0, creator: CREATOR };
      const said: Voucher = { ...pair, seconds, amount: amount(value), extras: amount(0n) };
      return signer.signVoucher(OWNER, said);
    },
    silence() {
      it.flowing = false;
      if (it.meter) it.meter = silenced(it.meter, now(), now());
      it.tell();
    },
    sound() {
      it.flowing = true;
      if (it.meter) it.meter = unsilenced(it.meter, now());
      it.tell();
    },
    end(why: 'streamEnded' | 'replaced' | 'connectionLost') {
      it.over = { kind: 'over', why };
      it.tell();
    },
    /** The server died and lost what it had not stored: so many seconds of the viewing are left. */
    lose(seconds: bigint) {
      if (it.meter) it.meter = { ...it.meter, seconds };
      const total = it.base.seconds + seconds;
      it.newest = it.vouchers.find((voucher) => voucher.seconds === total) ?? it.base;
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
