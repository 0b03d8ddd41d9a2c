import { type Agreement, type Counted, type Joined, type PaymentNeed, type Phase } from '../server/viewing/types';
import { type Client } from './client';
import { Courier } from './courier';
import { Grants } from './grants';
import { type Media } from './media';
import { amount, type Amount } from './money';
import { type SessionKey, type SessionKeys } from './session-key';
import {
  type Account,
  carriedOver,
  decide,
  lookAgain,
  type Look,
  NOTHING_SIGNED,
  reserved,
  seen,
  signedFor,
  voucherAt,
} from './signing';
import { nameOf, Terms } from './terms';
import { type SignedVoucher } from './voucher';
import { type VoucherMemory } from './voucher-memory';

const MOVING_MS = 2_000;
/** The voucher that ends a preview goes out so much before its end, so that the picture stays. */
const AHEAD_OF_PREVIEW_MS = 300;

export interface PayerOptions {
  client: Client;
  streamId: string;
  media: Media;
  keys: SessionKeys;
  vouchers: VoucherMemory;
  limit?: Amount | null;
  /** The price that was shown; another one is paid only after `pay`. */
  rate?: Amount | null;
  payAtOnce?: boolean;
}

/** What a payer shows. */
export interface Paid {
  pays: boolean;
  seconds: bigint;
  amount: Amount;
  moving: boolean;
  rate: Amount | null;
  limit: Amount | null;
  needs: PaymentNeed | 'key' | null;
  /** This device stopped by itself, so that the limit is not exceeded. */
  limited: boolean;
}

export interface PayerEvents {
  changed(paid: Paid): void;
  counted(answer: Counted): void;
  /** The server will not have what was agreed: joining again tells what is. */
  disagreed(): void;
  /** The server offers what this device never agreed to. */
  unheardOf(): void;
}

/** What the payer is told of the seat. */
export interface Situation {
  phase: Phase | null;
  silent: boolean;
  covered: bigint | null;
  inRoom: boolean;
}

const FROZEN_MS = 2_000;

const isLate = (phase: Phase | null) => phase?.kind === 'cut' && phase.why === 'late';

/** On a clock that never goes back. */
const now = () => performance.now();

/** Signs for a stream: looks at the media, signs what is due, keeps it and has it brought. One for all viewings that follow one another. */
export class Payer {
  paused = false;
  /** This device stopped by itself, so that the limit is not exceeded. */
  limited = false;
  private viewing: string | null = null;
  private agreed: Agreement | null = null;
  private key: SessionKey | null = null;
  private needs: Paid['needs'] = null;
  private joinedAt = 0;
  private account: Account = NOTHING_SIGNED;
  /** In the viewings before this one. */
  private spent = { seconds: 0n, amount: 0n };
  private limit: Amount | null;
  private pays: boolean;
  /** The terms that were agreed to; null: those that come. */
  private agreedTo: string | null = null;
  private stopped = false;
  private busy = false;
  private look: Look | null = null;
  private movedAt: number | null = null;
  /** When it was cut for lateness without anything having moved: then it was the network, which is given a moment. */
  private frozenAt: number | null = null;
  /** Somebody said: try it, though there were no funds. */
  private asked = false;
  private situation: Situation = { phase: null, silent: false, covered: null, inRoom: false };
  private readonly grants = new Grants();
  private readonly terms: Terms;
  private readonly courier: Courier;

  constructor(
    private readonly options: PayerOptions,
    private readonly events: PayerEvents,
  ) {
    this.limit = options.limit ?? null;
    this.pays = options.payAtOnce ?? false;
    this.terms = new Terms(options.streamId, options.keys, options.vouchers);
    this.courier = new Courier(options.client, events);
  }

  /** Another viewing begins. What was agreed to binds it: with other terms nothing is signed before somebody says so. */
  async begin({ viewing, payment }: Joined): Promise<void> {
    this.spent = { seconds: this.spent.seconds + this.account.signed, amount: this.amountSigned() };
    this.account = carriedOver(this.account);
    this.limited = false;
    this.viewing = viewing;
    this.joinedAt = now();
    this.courier.begin(viewing);
    this.agreed = null;
    this.key = null;
    this.needs = payment && 'needs' in payment ? payment.needs : null;
    if (payment && 'agreed' in payment) await this.agree(payment.agreed);
    this.tell();
  }

  private async agree(offered: Agreement): Promise<void> {
    if (!(await this.terms.fits(offered))) {
      this.pays = false;
      return this.events.unheardOf();
    }
    const another = this.agreedTo !== null && this.agreedTo !== nameOf(offered);
    const notAsShown = this.agreedTo === null && this.options.rate != null && this.options.rate !== offered.rate;
    if (another || notAsShown) this.pays = false;
    if (this.pays) this.agreedTo = nameOf(offered);
    this.key = await this.terms.keyOf(offered);
    if (!this.key) this.needs = 'key';
    this.agreed = offered;
  }

  /** What the device kept of this stream or pair, for joining; the server may not have it. */
  newest(): Promise<SignedVoucher | null> {
    return this.terms.newest(this.agreed);
  }

  /** Whether the device kept more of the pair than the server counts from. */
  async isAhead(): Promise<boolean> {
    const kept = this.agreed && (await this.newest());
    return !!kept && kept.seconds > (this.agreed?.base.seconds ?? 0n);
  }

  situate(situation: Situation): void {
    const { phase, inRoom } = situation;
    const broken = !inRoom || (phase?.kind !== 'paying' && phase?.kind !== 'preview');
    if (broken && this.look) this.look = { ...this.look, movedAt: null };
    if (!isLate(phase)) this.frozenAt = null;
    else if (!isLate(this.situation.phase)) this.frozenAt = this.isMoving() ? null : now();
    this.situation = situation;
  }

  /** Looks at the media and does what is due. */
  async tick(): Promise<void> {
    if (this.stopped || this.busy) return;
    this.busy = true;
    try {
      const advanced = this.situation.inRoom && (await this.see());
      await this.consider(advanced);
    } finally {
      this.busy = false;
      this.tell();
    }
  }

  private async see(): Promise<boolean> {
    const progress = await this.options.media.progress();
    const { look, seenMs, advanced } = lookAgain(this.look, now(), progress);
    this.look = look;
    this.movedAt = look.movedAt ?? this.movedAt;
    const counts = this.mayPay() && !this.situation.silent && this.situation.phase?.kind !== 'preview';
    if (counts && this.account.signed > 0n) this.account = seen(this.account, seenMs);
    return advanced;
  }

  /** Everything without which nothing is signed, whatever the server says. */
  private mayPay(): boolean {
    return this.pays && !this.paused && !this.stopped && this.agreed !== null && this.key !== null;
  }

  private async consider(advanced: boolean): Promise<void> {
    const { agreed, key, situation, courier } = this;
    if (!agreed || !key || !this.mayPay()) return;
    const letIn = this.letIn();
    // a second that the purse cannot pay is not signed for, or it would be owed, and shown, as soon as there is money again
    const empty = situation.covered === 0n && !this.asked;
    const decision = decide({
      account: this.account,
      rate: agreed.rate,
      spendable: this.limitLeft(),
      elapsedMs: now() - this.joinedAt,
      advanced:
        advanced && !empty && !courier.held && !situation.silent && (letIn || situation.phase?.kind === 'paying'),
      letIn: letIn && !empty,
    });
    if (decision.seconds > 0n) await this.sign(agreed, key, decision.seconds, letIn);
    else if (decision.against === 'limit' && !this.limited) this.stopAtLimit();
    if (courier.held && !courier.tellsAgain && !this.isWorthATry()) return;
    this.asked = this.asked && !courier.held;
    void courier.deliver(now);
  }

  /** The server waits for a voucher, and the picture can be had for it. */
  private letIn(): boolean {
    const { phase, inRoom, silent } = this.situation;
    if (!phase || !inRoom || silent || this.courier.behind || !this.isWorthATry()) return false;
    if (phase.kind === 'preview') return this.account.credit <= 0 && Date.now() >= +phase.until - AHEAD_OF_PREVIEW_MS;
    if (this.frozenAt !== null && now() - this.frozenAt < FROZEN_MS) return false;
    const waits = phase.kind === 'unpaid' || (phase.kind === 'cut' && phase.why !== 'paused');
    return waits && this.grants.mayAsk(now(), this.movedAt, this.account.credit);
  }

  /** Without funds nothing is tried, unless there are some or somebody says so. */
  private isWorthATry(): boolean {
    const { phase, covered } = this.situation;
    const broke = phase?.kind === 'cut' && phase.why === 'outOfFunds';
    return !broke || this.asked || (covered ?? 0n) > 0n;
  }

  private async sign(agreed: Agreement, key: SessionKey, seconds: bigint, letIn: boolean): Promise<void> {
    const { phase } = this.situation;
    const account = signedFor(this.account, seconds);
    try {
      const voucher = await key.signVoucher(agreed.domain, voucherAt(agreed, account.signed));
      if (this.agreed === agreed) this.account = isLate(phase) ? reserved(account) : account;
      else this.addToSpent(seconds, agreed.rate);
      await this.terms.keep(agreed, voucher);
      if (this.agreed === agreed) this.courier.take(voucher, account.signed);
      if (letIn) this.grants.asked(now(), this.movedAt);
      this.asked = false;
    } catch (problem) {
      if (!(problem instanceof Error && problem.name === 'RetiredSessionKey')) throw problem;
      this.key = null;
      this.needs = 'key';
    }
  }

  /** The viewing changed while it was signed for. */
  private addToSpent(seconds: bigint, rate: Amount): void {
    this.spent = { seconds: this.spent.seconds + seconds, amount: this.spent.amount + seconds * rate };
    this.account = seen(this.account, -1_000 * Number(seconds));
  }

  /** Stops before the limit is exceeded, and says so, so that nothing is watched on the server's grace time. */
  private stopAtLimit(): void {
    this.limited = true;
    if (this.viewing) void this.options.client.trpc.viewing.pause.mutate({ viewing: this.viewing }).catch(() => null);
  }

  pay(): void {
    this.pays = true;
    this.agreedTo = this.agreed && nameOf(this.agreed);
    this.tryAgain();
  }

  resume(): void {
    this.paused = false;
    this.tryAgain();
  }

  pause(): void {
    this.paused = true;
    this.tell();
  }

  /** Somebody says so: what did not help is tried again. */
  private tryAgain(): void {
    this.asked = true;
    this.grants.forget();
    this.frozenAt = null;
    this.courier.hurry();
    this.tell();
  }

  setLimit(limit: Amount | null): void {
    this.limit = limit;
    this.limited = false;
    this.courier.hurry();
    this.tell();
  }

  /** Of the limit, what this viewing may come to: the viewings before it have had theirs. */
  limitLeft(): Amount | null {
    return this.leftOf(this.limit);
  }

  leftOf(limit: Amount | null): Amount | null {
    return limit === null ? null : amount(limit > this.spent.amount ? limit - this.spent.amount : 0n);
  }

  /** The newest voucher of this viewing, at once. */
  get lastSigned(): SignedVoucher | null {
    return this.courier.voucher;
  }

  stop(): void {
    this.stopped = true;
  }

  private amountSigned(): Amount {
    return amount(this.spent.amount + this.account.signed * (this.agreed?.rate ?? 0n));
  }

  private isMoving(): boolean {
    return this.movedAt !== null && now() - this.movedAt <= MOVING_MS;
  }

  private tell(): void {
    this.events.changed({
      pays: this.pays,
      seconds: this.spent.seconds + this.account.signed,
      amount: this.amountSigned(),
      moving: this.isMoving(),
      rate: this.agreed?.rate ?? null,
      limit: this.limit,
      needs: this.needs,
      limited: this.limited,
    });
  }
}
