import { type ErrorCode } from '../../sdk/error-codes';
import { type Amount } from '../../sdk/money';
import { type StreamEndReason, type StreamStatus } from '../generated/prisma/enums';

/** How a broadcast goes, as its creator sees it. */
export interface BroadcastState {
  status: StreamStatus;
  endReason: StreamEndReason | null;
  startedAt: Date | null;
  endedAt: Date | null;
  viewers: number;
  /** Of them, who pays at this moment. */
  paying: number;
  peak: number;
  /** Signed for so far, to the second. */
  earned: Amount;
  paidSeconds: bigint;
  /** The creator is in the room. */
  connected: boolean;
  /** What comes from another program than the creator's page, by a stream key. */
  feed: { id: string; software: string; startedAt: Date } | null;
  /** Whether the server can record it, and how it does. */
  serverRecords: boolean;
  serverRecording: ServerRecordingState | null;
  /** Since when nothing goes out: nobody pays meanwhile. */
  silentSince: Date | null;
  /**
   * The address whom its seconds pay, as the contract sees it; null before it is live, and of a
   * free stream without a wallet.
   */
  payee: string | null;
}

/** How the server records a stream, because its creator wants it. */
export interface ServerRecordingState {
  /**
   * `waiting` for a picture, `busy` while every recorder of the site is at work, `finishing` while
   * the last of it is kept, `refused` when it ended by itself.
   */
  at: 'waiting' | 'busy' | 'recording' | 'finishing' | 'done' | 'refused';
  /** What is here of it. */
  bytes: bigint;
  refusal: ErrorCode | null;
}

/** The answer to going live, and to coming back after a reload. */
export interface Started {
  room: { url: string; token: string; iceServers: { urls: string[]; username?: string; credential?: string }[] };
  state: BroadcastState;
}
