import { type Joined, type PaymentNeed, type Phase } from '../server/viewing/types';
import { type Client } from './client';
import { type Media } from './media';
import { type Amount } from './money';
import { type SessionKeys } from './session-key';
import { type H160, type SignedVoucher } from './voucher';

/** Where a device keeps the newest voucher of each pair, so that a reload or a crash loses none. */
export interface VoucherMemory {
  newest(pair: string): Promise<SignedVoucher | null>;
  keep(pair: string, voucher: SignedVoucher): Promise<void>;
}

/** What watching needs. */
export interface WatchOptions {
  client: Client;
  streamId: string;
  media: Media;
  keys: SessionKeys;
  vouchers: VoucherMemory;
  /** Whose purse pays; without it the server chooses. */
  wallet?: H160;
  /** What this viewing may cost in all. */
  limit?: Amount | null;
  /** Begin to pay as soon as something is due. Otherwise `pay` is waited for. */
  payAtOnce?: boolean;
}

/** How it goes, as a page shows it. A new object whenever something changes. */
export interface WatchSnapshot {
  connection: 'joining' | 'there' | 'mending' | 'gone';
  phase: Phase | null;
  /** Seconds that this device has signed for in this viewing, and what they cost. */
  seconds: bigint;
  amount: Amount;
  /** Media advanced within the last two seconds. */
  moving: boolean;
  /** Nothing goes out from the creator. */
  silent: boolean;
  covered: bigint | null;
  viewers: number;
  rate: Amount | null;
  limit: Amount | null;
  /** Why this device cannot pay; `key` is a purse whose key another browser holds. */
  needs: PaymentNeed | 'key' | null;
  /** What joining was refused with, if it was: an error code of the API and its sentence. */
  refused: { code: string; message: string } | null;
}

/** Somebody watches a stream. */
export interface Watching {
  readonly snapshot: WatchSnapshot;
  /** The answer to joining, once there is one. */
  readonly joined: Joined | null;
  /** Calls back on every change; returns how to stop that. */
  onChange(listener: (snapshot: WatchSnapshot) => void): () => void;
  /** From now on seconds are signed for, as they are seen. */
  pay(): Promise<void>;
  /** Stops paying and seeing, at once. */
  pause(): Promise<void>;
  /** The next second is signed for, unless a part of the last one is left. */
  resume(): Promise<void>;
  setLimit(limit: Amount | null): Promise<void>;
  leave(): Promise<void>;
}

/** Joins a stream; everything that happens from then on is in the snapshots. */
export declare function joinStream(options: WatchOptions): Watching;
