import { type Amount } from '../../../sdk/money';
import { type H160, type Hex, type VoucherDomain } from '../../../sdk/voucher';
import { type AccountId, type StreamId, type ViewingId } from '../../ids';
import { type Counted } from '../../../sdk/protocol';
import { type Agreed } from './budget';
import { phaseOf, secondsLeased, signedAmount, type Meter } from './meter';

/** A viewing that this process meters: one that a purse pays for. Only Meters changes it. */
export interface MeteredViewing {
  readonly id: ViewingId;
  readonly room: StreamId;
  readonly seat: string;
  readonly domain: VoucherDomain;
  readonly viewer: H160;
  readonly purseNonce: number;
  /** The key that was the purse's when the viewing began: its number, and the key. */
  readonly purseKey: number;
  readonly key: Hex;
  readonly creator: H160;
  /** Whose viewing it is. */
  readonly account: AccountId;
  /** What they agreed to in this stream. */
  readonly agreed: Agreed;
  /** What their other viewings of this stream have come to. */
  readonly before: Amount;
  readonly meter: Meter;
  /** Of its newest voucher; null before the first, and until one came to this process. */
  readonly signature: Hex | null;
  /** How many of its seconds the tables hold. */
  readonly stored: bigint;
  /** When its viewer last sent something. */
  readonly seenAt: Date;
  /** What the purse had left besides, when it was asked last. */
  readonly purseBalance: Amount;
  /** The purse is not asked again before. */
  readonly askAgainAt: number;
  /** The stream had no place for another who sees, when one was asked for last. */
  readonly noPlace: boolean;
}

/** For how many more seconds the purse has money, at this stream's price. */
export function secondsCovered({ meter, purseBalance }: Pick<MeteredViewing, 'meter' | 'purseBalance'>): bigint {
  return secondsLeased(meter) + (meter.rate === 0n ? 0n : purseBalance / meter.rate);
}

/** What its meter holds, as an answer to a voucher. */
export function toCounted(metered: MeteredViewing): Counted {
  const { meter } = metered;
  return {
    seconds: meter.seconds,
    amount: signedAmount(meter),
    phase: phaseOf(meter),
    covered: secondsCovered(metered),
  };
}
