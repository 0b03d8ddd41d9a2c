import { type Agreement, type Counted, type Joined } from './protocol';
import { parseApiError } from './api-error';
import { type BudgetStore } from './budget-store';
import { type Client } from './client';
import { type DeviceClock } from './clock';
import { type Media } from './media';
import { type Amount } from './money';
import { type PayerEffect, type PayerEvent, type PayerState, reduce, startPayer } from './payer';
import { type SessionKey, type SessionKeys } from './session-key';
import { isCount, voucherAt } from './signing';
import { Terms } from './terms';
import { type SignedVoucher } from './voucher';
import { type VoucherStore } from './voucher-store';

export interface PayerOptions {
  client: Client;
  clock: DeviceClock;
  streamId: string;
  media: Media;
  keys: SessionKeys;
  vouchers: VoucherStore;
  /** What this device knows that was agreed to. */
  budgets: BudgetStore;
  limit?: Amount | null;
  /** The price that was shown; another one is paid only after `pay` with that one. */
  rate?: Amount | null;
  payAtOnce?: boolean;
}

export interface PayerListener {
  /** The state may be another one. */
  changed(): void;
  counted(answer: Counted): void;
  joinAgain(): void;
}

/**
 * Runs a payer: samples the media, does what the state asks for, and tells the state what came of
 * it.
 */
export class PayerRunner {
  state: PayerState;
  /** Signs for the agreement of the state. */
  private key: SessionKey | null = null;
  private sampling = false;
  /** Done when the second that is being signed is stored. */
  private signing: Promise<void> = Promise.resolve();
  private readonly terms: Terms;

  constructor(
    private readonly options: PayerOptions,
    private readonly listener: PayerListener,
  ) {
    const { rate = null, limit = null, payAtOnce = null, streamId, keys, vouchers } = options;
    this.state = startPayer({ rate, limit, payAtOnce }, this.readBudget(), this.moment());
    this.terms = new Terms(streamId, keys, vouchers);
  }

  dispatch(event: PayerEvent): void {
    const { state, effects } = reduce(this.state, event, this.moment());
    this.state = state;
    for (const effect of effects) this.perform(effect);
    this.listener.changed();
  }

  /** Another viewing begins: its terms are checked against what this device and its key signed. */
  async begin({ viewing, payment, state: { budget } }: Joined): Promise<void> {
    this.key = null;
    const needs = payment && 'needs' in payment ? payment.needs : null;
    this.dispatch({ kind: 'joined', viewing, needs, budget });
    if (!payment || !('agreed' in payment)) return;
    const agreement = payment.agreed;
    const key = await this.terms.findKey(agreement);
    const proof = key ? ((await this.terms.isProven(agreement, key)) ? 'good' : 'wrong') : 'noKey';
    if (this.state.viewing !== viewing) return;
    this.key = key;
    this.dispatch({ kind: 'offered', viewing, agreement, proof, kept: this.readBudget() });
  }

  /** Samples the media and signs what is due. */
  async tick(): Promise<void> {
    if (this.state.stopped || this.state.signing || this.sampling) return;
    this.sampling = true;
    try {
      const progress = this.state.context.inRoom ? await this.options.media.progress() : null;
      this.dispatch({ kind: 'sampled', progress, kept: this.readBudget() });
    } finally {
      this.sampling = false;
    }
  }

  /**
   * What the device kept of this stream or pair, for joining and leaving; the server may not have
   * it.
   */
  async newest(): Promise<SignedVoucher | null> {
    await this.signing; // it is shown as signed already
    return this.terms.newest(this.state.agreement);
  }

  /** Whether the device kept more of the pair than the server counts from. */
  async isAhead(): Promise<boolean> {
    const { agreement } = this.state;
    const kept = agreement && (await this.newest());
    return !!kept && kept.seconds > agreement.base.seconds;
  }

  private moment() {
    const { clock } = this.options;
    return { at: clock.monotonic(), wall: clock.wall() };
  }

  private readBudget() {
    return this.options.budgets.read(this.options.streamId);
  }

  private perform(effect: PayerEffect): void {
    switch (effect.kind) {
      case 'sign':
        this.signing = this.sign(effect.agreement, effect.second);
        return;
      case 'deliver':
        return void this.deliver(effect.viewing, effect.voucher);
      case 'remember':
        return this.options.budgets.write(this.options.streamId, effect.changes);
      case 'pauseViewing':
        return void this.options.client.trpc.viewing.pause.mutate({ viewing: effect.viewing }).catch(() => null);
      case 'reportCounted':
        return this.listener.counted(effect.answer);
      case 'joinAgain':
        return this.listener.joinAgain();
    }
  }

  /** A voucher is stored before it is sent, so that a crash loses none. */
  private async sign(agreement: Agreement, second: bigint): Promise<void> {
    let event: PayerEvent;
    try {
      if (!this.key) throw new Error('there is no key for this agreement');
      const voucher = await this.key.signVoucher(agreement.domain, voucherAt(agreement, second));
      await this.terms.storeVoucher(agreement, voucher);
      event = { kind: 'signed', voucher };
    } catch (problem) {
      const keyRetired = problem instanceof Error && problem.name === 'RetiredSessionKey';
      event = { kind: 'notSigned', keyRetired, kept: this.readBudget() };
    }
    this.dispatch(event);
  }

  private async deliver(viewing: string, voucher: SignedVoucher): Promise<void> {
    const { seconds, amount, extras, signature } = voucher;
    const { pay } = this.options.client.trpc.viewing;
    let event: PayerEvent;
    try {
      const answer = await pay.mutate({ viewing, seconds, amount, extras, signature });
      if (!isCount(answer.seconds)) throw new TypeError('the server counts in something else than seconds');
      event = { kind: 'answered', viewing, answer };
    } catch (problem) {
      const { code, retryAfterSeconds } = parseApiError(problem);
      event = { kind: 'notDelivered', viewing, code, retryAfterSeconds };
    }
    this.dispatch(event);
  }
}
