// What the purse contract holds of everybody, in as few lines as it can be said: no events, no
// reasons, only who has what. It is written from docs/money.md for the hunt, and shares nothing
// with the contract or with the fake that the server's tests use.
import { type PurseCall } from '../../server/ledger';
import { type SignedVoucher } from '../../sdk/voucher';

/** Vouchers of the hunt carry who really signed them: a model need not check signatures. */
export type HuntVoucher = SignedVoucher & { signer: string };

interface Key {
  number: number;
  publicKey: string;
  rate: bigint;
  lanes: bigint;
  allowance: bigint;
  expires: bigint;
  retired: bigint | null;
  credit: bigint;
  at: bigint;
  extras: bigint;
}
interface Tab {
  nonce: number;
  amount: bigint;
  extras: bigint;
  carry: bigint;
}
interface Claim {
  key: number;
  creator: string;
  amount: bigint;
  extras: bigint;
  dueAmount: bigint;
  dueExtras: bigint;
  dueStorage: bigint;
}
interface Window {
  ends: bigint;
  claims: Map<string, Claim>;
  /**
   * What is put aside, and what is still to share it: of the deposit, and by key of amounts and
   * extras.
   */
  shares: Map<string, { left: bigint; parts: bigint }> | null;
}
export interface Purse {
  nonce: number;
  open: boolean;
  keys: Key[];
  deposit: bigint;
  reserved: bigint;
  fee: bigint;
  closing: bigint | null;
  window: Window | null;
}
interface Account {
  owed: bigint;
  pot: bigint;
  later: bigint;
  split: { account: string; points: bigint }[];
  next: { split: Account['split']; at: bigint } | null;
}

const DAY = 86_400n;
const U128 = 2n ** 128n - 1n;
const least = (...values: bigint[]) => values.reduce((one, other) => (one < other ? one : other));
const most = (one: bigint, other: bigint) => (one > other ? one : other);
/** What must be there. */
function there<Thing>(thing: Thing | undefined | null): Thing {
  if (thing === undefined || thing === null) throw new Error('the model has lost something');
  return thing;
}
const total = (values: bigint[]) => values.reduce((sum, value) => sum + value, 0n);

/** The operation comes to nothing. */
export class Refused extends Error {}
const must = (holds: boolean, why: string) => {
  if (!holds) throw new Refused(why);
};

export class Model {
  purses = new Map<string, Purse>();
  tabs = new Map<string, Tab>();
  accounts = new Map<string, Account>();
  fees = 0n;

  constructor(
    readonly set: { operator: string; delay: bigint; fee: bigint; tabCost: bigint; withdrawFee: bigint; batch: number },
  ) {}

  deposits = () => total([...this.purses.values()].map(({ deposit, reserved }) => deposit + reserved));
  earnings = () => total([...this.accounts.values()].map(({ owed, pot, later }) => owed + pot + later));

  account(name: string): Account {
    const known = this.accounts.get(name) ?? { owed: 0n, pot: 0n, later: 0n, split: [], next: null };
    this.accounts.set(name, known);
    return known;
  }

  /** Does it, or throws Refused; then nothing may be kept of what it changed. */
  do(caller: string, call: PurseCall, now: bigint): void {
    const purse = this.purses.get(caller);
    const mine = () => {
      if (!purse?.open) throw new Refused('NoPurse');
      return purse;
    };
    switch (call.kind) {
      case 'open': {
        must(call.deposit > 0n && !purse?.open, 'open');
        const key = this.key(0, call, now);
        const { fee } = this.set;
        const nonce = (purse?.nonce ?? 0) + 1;
        this.purses.set(caller, { nonce, open: true, keys: [key], deposit: call.deposit, reserved: 0n, fee, closing: null, window: null }); // prettier-ignore
        return;
      }
      case 'topUp':
        must(call.amount > 0n && mine().closing === null, 'topUp');
        mine().deposit += call.amount;
        return;
      case 'rekey': {
        must(mine().closing === null, 'Closing');
        const old = there(mine().keys.at(-1));
        const key = this.key(old.number + 1, call, now);
        this.grow(old, now);
        old.retired = now;
        const claimed = [...(mine().window?.claims.values() ?? [])].map((claim) => claim.key);
        mine().keys = mine().keys.filter((one) => !this.isDead(one, now) || claimed.includes(one.number));
        must(mine().keys.length <= 4, 'OutstandingKeys');
        mine().keys.push(key);
        return;
      }
      case 'requestClose':
        must(mine().closing === null, 'Closing');
        mine().closing = now + this.set.delay;
        return;
      case 'cancelClose':
        must(mine().closing !== null, 'NotClosing');
        mine().closing = null;
        return;
      case 'close': {
        const { closing, keys, window } = mine();
        const allDead = keys.every((key) => this.isDead(key, now));
        must(!window && (allDead || (closing !== null && now >= closing)), 'close');
        Object.assign(mine(), { open: false, deposit: 0n, keys: [], closing: null });
        return;
      }
      case 'removeTabs': {
        must(call.tabs.length > 0 && call.tabs.length <= this.set.batch && purse !== undefined, 'size');
        for (const { key, creator } of call.tabs) {
          const cell = `${caller} ${key} ${creator}`;
          const claimed = purse?.window?.claims.has(`${key} ${creator}`);
          const signer = purse?.keys.find(({ number }) => number === key);
          const used = this.tabs.get(cell)?.nonce === purse?.nonce && signer && !this.isDead(signer, now);
          if (!claimed && !used) this.tabs.delete(cell);
        }
        return;
      }
      case 'settle':
        must(caller === this.set.operator, 'NotOperator');
        return this.settle(caller, this.batch(call.vouchers), now);
      case 'announce':
        return this.announce(this.batch(call.vouchers), now);
      case 'payAnnounced':
        must(call.claims.length > 0 && call.claims.length <= this.set.batch, 'size');
        return this.collect(caller, call.viewer, call.claims, now);
      case 'clearClaims':
        return must(call.claims.length > 0 && call.claims.length <= this.set.batch, 'size');
      case 'setSplit': {
        const points = total(call.shares.map(({ basisPoints }) => BigInt(basisPoints)));
        const names = new Set([caller, ...call.shares.map(({ account }) => account)]);
        must(points <= 10_000n && names.size === call.shares.length + 1 && call.shares.length <= 8, 'BadSplit');
        const split = call.shares.map(({ account, basisPoints }) => ({ account: account as string, points: BigInt(basisPoints) })); // prettier-ignore
        const account = this.account(caller);
        this.turn(caller, now);
        this.divide(caller);
        if (account.split.length > 0 || account.next) account.next = { split, at: now + this.set.delay };
        else account.split = split;
        return;
      }
      case 'distribute':
        this.turn(call.creator, now);
        return this.divide(call.creator);
      case 'withdraw':
        return this.withdraw(caller, caller, now);
      case 'withdrawFor':
        return this.withdraw(caller, call.account, now);
      case 'closeNow':
        throw new Error('the hunt has no releases');
    }
  }

  private key(number: number, call: Extract<PurseCall, { kind: 'open' | 'rekey' }>, now: bigint): Key {
    const { maxRate: rate, lanes, extrasAllowance: allowance, expiresAt } = call.limits;
    const expires = BigInt(Math.floor(expiresAt.getTime() / 1_000));
    must(lanes >= 1 && lanes <= 16 && expires > now && expires <= now + 366n * DAY, 'limits');
    return { number, publicKey: call.sessionKey, rate, lanes: BigInt(lanes), allowance, expires, retired: null, credit: 0n, at: now, extras: 0n }; // prettier-ignore
  }

  private isDead = (key: Key, now: bigint) => now > least(key.retired ?? key.expires, key.expires) + this.set.delay;

  private grow(key: Key, now: bigint): bigint {
    const until = least(now, key.expires, key.retired ?? now);
    const second = key.lanes * key.rate;
    key.credit = least(key.credit + second * most(until - key.at, 0n), second * DAY, U128);
    key.at = most(until, key.at);
    return key.credit;
  }

  private batch(vouchers: SignedVoucher[]): HuntVoucher[] {
    must(vouchers.length > 0 && vouchers.length <= this.set.batch, 'size');
    const order = (v: SignedVoucher) => [v.viewer, v.key, v.creator, v.amount, v.extras, v.seconds] as const;
    return (vouchers as HuntVoucher[]).toSorted((one, two) => {
      const [left, right] = [order(one), order(two)];
      const at = left.findIndex((part, index) => part !== right[index]);
      return at < 0 ? 0 : there(left[at]) < there(right[at]) ? -1 : 1;
    });
  }

  private good(voucher: HuntVoucher, now: bigint): Key | null {
    const purse = this.purses.get(voucher.viewer);
    const key =
      purse?.open && purse.nonce === voucher.purseNonce && purse.keys.find((one) => one.number === voucher.key);
    if (!key || this.isDead(key, now) || key.publicKey !== voucher.signer) return null;
    return voucher.amount <= voucher.seconds * key.rate ? key : null;
  }

  private tab(viewer: string, key: number, creator: string): Tab {
    const { nonce } = there(this.purses.get(viewer));
    const tab = this.tabs.get(`${viewer} ${key} ${creator}`);
    return tab?.nonce === nonce ? tab : { nonce, amount: 0n, extras: 0n, carry: 0n };
  }

  private settle(caller: string, vouchers: HuntVoucher[], now: bigint) {
    for (const viewer of new Set(vouchers.map((voucher) => voucher.viewer))) {
      const said = new Map<string, { key: Key; creator: string; amount: bigint; extras: bigint }>();
      for (const voucher of vouchers.filter((one) => one.viewer === viewer)) {
        const key = this.good(voucher, now);
        if (!key) continue;
        const name = `${key.number} ${voucher.creator}`;
        const before = said.get(name);
        const amount = most(voucher.amount, before?.amount ?? 0n);
        said.set(name, { key, creator: voucher.creator, amount, extras: most(voucher.extras, before?.extras ?? 0n) });
      }
      const asked = [...said.values()].flatMap(({ key, creator, amount, extras }) => {
        const tab = this.tab(viewer, key.number, creator);
        const [ga, ge] = [most(amount - tab.amount, 0n), most(extras - tab.extras, 0n)];
        if (ga === 0n && ge === 0n) return [];
        const a = least(ga, this.grow(key, now));
        const e = least(ge, most(key.allowance - key.extras, 0n));
        return [{ key, creator, a, e, isNew: !this.tabs.has(`${viewer} ${key.number} ${creator}`) }];
      });
      for (const key of new Set(asked.map((ask) => ask.key))) {
        const theirs = asked.filter((ask) => ask.key === key);
        this.share(key.credit, theirs, 'a');
        this.share(most(key.allowance - key.extras, 0n), theirs, 'e');
      }
      const purse = this.purses.get(viewer);
      if (!purse || asked.length === 0) continue;
      const { deposit } = purse;
      const asks = asked
        .filter(({ a, e }) => a + e > 0n)
        .map((ask) => ({ ...ask, s: least(ask.a + ask.e, deposit) + (ask.isNew ? this.set.tabCost : 0n) }));
      this.share(deposit, asks, 's');
      for (const { key, creator, a, e, isNew, s } of asks) {
        const storage = isNew ? this.set.tabCost : 0n;
        if (s <= storage) continue;
        const amount = least(s - storage, a);
        const extras = least(s - storage - amount, e);
        key.credit -= amount;
        key.extras += extras;
        purse.deposit -= storage + amount + extras;
        this.count(caller, viewer, key.number, creator, { amount, extras, storage, now });
        this.lower(viewer, purse, key.number, creator);
      }
    }
  }

  /** What is there is shared one after the other; each gets no more than it asks. */
  private share<Part extends string>(there: bigint, asks: Record<Part, bigint>[], part: Part) {
    let parts = total(asks.map((ask) => ask[part]));
    let left = least(there, parts);
    for (const ask of asks) {
      const got = parts > 0n ? (left * ask[part]) / parts : 0n;
      parts -= ask[part];
      left -= got;
      ask[part] = got as (typeof ask)[Part];
    }
  }

  private count(
    caller: string,
    viewer: string,
    key: number,
    creator: string,
    what: { amount: bigint; extras: bigint; storage: bigint; now: bigint },
  ) {
    // prettier-ignore
    const tab = this.tab(viewer, key, creator);
    this.tabs.set(`${viewer} ${key} ${creator}`, tab);
    tab.amount += what.amount;
    tab.extras += what.extras;
    const parts = (what.amount + what.extras) * there(this.purses.get(viewer)).fee + tab.carry;
    tab.carry = parts % 10_000n;
    this.fees += parts / 10_000n;
    const account = this.account(creator);
    const due = account.next && what.now >= account.next.at;
    account[due ? 'later' : 'pot'] += what.amount + what.extras - parts / 10_000n;
    this.account(caller).owed += what.storage;
  }

  private lower(viewer: string, purse: Purse, key: number, creator: string) {
    const claim = purse.window?.claims.get(`${key} ${creator}`);
    if (!purse.window || purse.window.shares || !claim) return;
    const tab = this.tab(viewer, key, creator);
    claim.dueAmount = least(claim.dueAmount, most(claim.amount - tab.amount, 0n));
    claim.dueExtras = least(claim.dueExtras, most(claim.extras - tab.extras, 0n));
    claim.dueStorage = 0n;
    if (claim.dueAmount + claim.dueExtras === 0n) this.done(purse, claim);
  }

  private done(purse: Purse, { key, creator }: Claim) {
    purse.window?.claims.delete(`${key} ${creator}`);
    if (purse.window?.claims.size === 0) purse.window = null;
  }

  private announce(vouchers: HuntVoucher[], now: bigint) {
    let taken = 0;
    for (const voucher of vouchers) {
      const purse = this.purses.get(voucher.viewer);
      const ends = purse?.window?.ends ?? purse?.closing ?? now + this.set.delay;
      const key = now < ends ? this.good(voucher, now) : null;
      if (!purse || !key) continue;
      const name = `${key.number} ${voucher.creator}`;
      const tab = this.tab(voucher.viewer, key.number, voucher.creator);
      const allowed = most(key.allowance - key.extras, 0n);
      const a = least(most(voucher.amount - tab.amount, 0n), this.grow(key, now), purse.deposit);
      const e = least(most(voucher.extras - tab.extras, 0n), allowed, purse.deposit);
      const before = purse.window?.claims.get(name);
      if (a <= (before?.dueAmount ?? 0n) && e <= (before?.dueExtras ?? 0n)) continue;
      purse.window ??= { ends, claims: new Map(), shares: null };
      const isNew = !this.tabs.has(`${voucher.viewer} ${name}`);
      purse.window.claims.set(name, {
        key: key.number,
        creator: voucher.creator,
        amount: most(voucher.amount, before?.amount ?? 0n),
        extras: most(voucher.extras, before?.extras ?? 0n),
        dueAmount: most(a, before?.dueAmount ?? 0n),
        dueExtras: most(e, before?.dueExtras ?? 0n),
        dueStorage: isNew ? this.set.tabCost : 0n,
      });
      taken += 1;
    }
    must(taken > 0, 'NothingNew');
  }

  private collect(caller: string, viewer: string, pairs: { key: number; creator: string }[], now: bigint) {
    const purse = this.purses.get(viewer);
    if (!purse?.open || !purse.window) throw new Refused('NoWindow');
    const { window } = purse;
    must(now >= window.ends, 'TooEarly');
    window.shares ??= this.putAside(purse, window, now);
    const { shares } = window;
    const take = (name: string, part: bigint) => {
      const pool = there(shares.get(name));
      const got = pool.parts > 0n ? (pool.left * part) / pool.parts : 0n;
      pool.left -= got;
      pool.parts -= part;
      return got;
    };
    for (const { key: number, creator } of pairs) {
      const claim = purse.window?.claims.get(`${number} ${creator}`);
      const key = purse.keys.find((one) => one.number === number);
      if (!claim || !key) continue;
      const [a, e] = [take(`a${number}`, claim.dueAmount), take(`e${number}`, claim.dueExtras)];
      const s = take('deposit', a + e + claim.dueStorage);
      const tab = this.tab(viewer, number, creator);
      const storage = this.tabs.has(`${viewer} ${number} ${creator}`) ? 0n : this.set.tabCost;
      const available = most(s - storage, 0n);
      const amount = least(available, a, most(claim.amount - tab.amount, 0n));
      const extras = least(available - amount, e, most(claim.extras - tab.extras, 0n));
      const used = amount + extras > 0n ? amount + extras + storage : 0n;
      purse.reserved -= s;
      purse.deposit += s - used;
      key.credit = least(this.grow(key, now) + a - amount, key.lanes * key.rate * DAY);
      key.extras -= e - extras;
      this.done(purse, claim);
      if (used > 0n) this.count(caller, viewer, number, creator, { amount, extras, storage, now });
    }
  }

  private putAside(purse: Purse, window: Window, now: bigint): NonNullable<Window['shares']> {
    const shares: NonNullable<Window['shares']> = new Map();
    const claims = [...window.claims.values()];
    let asked = total(claims.map(({ dueStorage }) => dueStorage));
    for (const key of purse.keys) {
      const theirs = claims.filter((claim) => claim.key === key.number);
      const [parts, extraParts] = [
        total(theirs.map((one) => one.dueAmount)),
        total(theirs.map((one) => one.dueExtras)),
      ];
      const a = least(this.grow(key, now), parts);
      const e = least(most(key.allowance - key.extras, 0n), extraParts);
      key.credit -= a;
      key.extras += e;
      asked += a + e;
      shares.set(`a${key.number}`, { left: a, parts }).set(`e${key.number}`, { left: e, parts: extraParts });
    }
    const left = least(purse.deposit, asked);
    purse.deposit -= left;
    purse.reserved += left;
    return shares.set('deposit', { left, parts: asked });
  }

  /** The next split's turn: the old one has divided what was earned before. */
  private turn(name: string, now: bigint) {
    const account = this.account(name);
    if (!account.next || now < account.next.at) return;
    this.divide(name);
    account.split = account.next.split;
    account.next = null;
    account.pot += account.later;
    account.later = 0n;
  }

  private divide(name: string) {
    const account = this.account(name);
    const whole = account.split.length > 0 ? account.pot - (account.pot % 10_000n) : account.pot;
    account.pot -= whole;
    account.owed += whole;
    for (const { account: other, points } of account.split) {
      account.owed -= (whole / 10_000n) * points;
      this.account(other).owed += (whole / 10_000n) * points;
    }
  }

  private withdraw(caller: string, name: string, now: bigint) {
    this.turn(name, now);
    this.divide(name);
    const account = this.account(name);
    const { operator, withdrawFee } = this.set;
    const fee = caller === operator && name !== operator ? withdrawFee : 0n;
    must(account.owed > 0n && account.owed >= 100n * fee, 'withdraw');
    account.owed = 0n;
    if (fee > 0n) this.account(operator).owed += fee;
  }
}
