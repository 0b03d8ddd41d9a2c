import { type Counted } from '../server/viewing/types';
import { type Client } from './client';
import { toldBy } from './refusal';
import { type SignedVoucher } from './voucher';

/** A voucher that did not arrive, or was not taken, goes again after this long. */
const AGAIN_MS = 1_000;
const AGAIN_WITHOUT_FUNDS_MS = 5_000;

export interface CourierEvents {
  counted(answer: Counted): void;
  /** The server knows no such viewing, or will not have what is agreed. */
  disagreed(): void;
}

/** A voucher, and which second of the viewing it is for. */
interface Brought {
  voucher: SignedVoucher;
  second: bigint;
}

/** Brings the newest voucher of a viewing to the server, one at a time, until the server holds it. */
export class Courier {
  private viewing: string | null = null;
  private newest: Brought | null = null;
  /** The newest that the server has taken. */
  private taken: Brought | null = null;
  /** A server that lost what it had counted, and cannot take the newest, gets that one once more. */
  tellsAgain = false;
  private counted = 0n;
  private dueAt = 0;
  private busy = false;
  /** The server answered, and did not take the newest: until it does, nothing more is signed. */
  held = false;

  constructor(
    private readonly client: Client,
    private readonly events: CourierEvents,
  ) {}

  begin(viewing: string): void {
    this.viewing = viewing;
    this.newest = null;
    this.taken = null;
    this.tellsAgain = false;
    this.counted = 0n;
    this.dueAt = 0;
    this.busy = false;
    this.held = false;
  }

  /** Something is on its way, or still to be brought. */
  get behind(): boolean {
    return this.busy || (this.newest !== null && this.newest.second > this.counted);
  }

  get voucher(): SignedVoucher | null {
    return this.newest?.voucher ?? null;
  }

  take(voucher: SignedVoucher, second: bigint): void {
    this.newest = { voucher, second };
    this.dueAt = 0;
  }

  /** What was held back is brought at once. */
  hurry(): void {
    this.dueAt = 0;
  }

  async deliver(now: () => number): Promise<void> {
    const { viewing, newest } = this;
    if (viewing === null || newest === null || this.busy || newest.second <= this.counted || now() < this.dueAt) return;
    const brought = this.tellsAgain && this.taken ? this.taken : newest;
    const { seconds, amount, extras, signature } = brought.voucher;
    this.busy = true;
    try {
      const answer = await this.client.trpc.viewing.pay.mutate({ viewing, seconds, amount, extras, signature });
      if (viewing !== this.viewing) return;
      if (answer.seconds >= brought.second) this.taken = brought;
      if (answer.seconds > this.counted) this.counted = answer.seconds;
      this.held = this.counted < newest.second;
      this.tellsAgain = !this.tellsAgain && this.taken !== null && answer.seconds < this.taken.second;
      const broke = answer.phase.kind === 'cut' && answer.phase.why === 'outOfFunds';
      this.dueAt = this.held && !this.tellsAgain ? now() + (broke ? AGAIN_WITHOUT_FUNDS_MS : AGAIN_MS) : 0;
      this.events.counted(answer);
    } catch (problem) {
      if (viewing !== this.viewing) return;
      const { code, retryAfterSeconds } = toldBy(problem);
      this.dueAt = now() + Math.max(AGAIN_MS, (retryAfterSeconds ?? 0) * 1_000);
      if (code === 'notFound' || code === 'voucherRefused') this.events.disagreed();
    } finally {
      if (viewing === this.viewing) this.busy = false;
    }
  }
}
