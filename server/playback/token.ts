import { createHmac, timingSafeEqual } from 'node:crypto';
import { type AccountId, type StreamId, type ViewingId } from '../ids';

/** Whose way to a video's files it is, and until when. */
export interface MediaPass {
  video: StreamId;
  /** Null: somebody who is not signed in. */
  account: AccountId | null;
  /** The viewing that pays; null where nothing is paid. */
  viewing: ViewingId | null;
  expiresAt: Date;
}

const NOBODY = '0'.repeat(32);
const hex = (id: string | null) => id?.replaceAll('-', '') ?? NOBODY;
const uuid = (text: string) =>
  text === NOBODY ? null : text.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/** Ids of 16 bytes each, a time in seconds, and what proves that we wrote it. */
const SAID_BYTES = 3 * 16 + 5;
const PROOF_BYTES = 16;
const TOKEN = /^[A-Za-z0-9_-]{92}$/;

/**
 * The pass as a part of an address: all that is named relative to it carries it along. It is signed
 * by the secret name of the video's folder, so that it ends with the video's files.
 */
export function writePass(pass: MediaPass, folder: string): string {
  const time = Buffer.alloc(5);
  time.writeUIntBE(Math.floor(pass.expiresAt.getTime() / 1_000), 0, 5);
  const said = Buffer.concat([Buffer.from(hex(pass.video) + hex(pass.account) + hex(pass.viewing), 'hex'), time]);
  return Buffer.concat([said, proofOf(said, folder)]).toString('base64url');
}

/** What a token says; null when it is none. Nobody has proven yet that it is ours. */
export function readPass(token: string): MediaPass | null {
  if (!TOKEN.test(token)) return null;
  const bytes = Buffer.from(token, 'base64url');
  const id = (at: number) => uuid(bytes.subarray(16 * at, 16 * (at + 1)).toString('hex'));
  const video = id(0);
  if (video === null) return null;
  const expiresAt = new Date(bytes.readUIntBE(48, 5) * 1_000);
  return {
    video: video as StreamId,
    account: id(1) as AccountId | null,
    viewing: id(2) as ViewingId | null,
    expiresAt,
  };
}

/** Whether we wrote it for the video with this folder. */
export function isOurPass(token: string, folder: string): boolean {
  const bytes = Buffer.from(token, 'base64url');
  return timingSafeEqual(bytes.subarray(SAID_BYTES), proofOf(bytes.subarray(0, SAID_BYTES), folder));
}

function proofOf(said: Uint8Array, folder: string): Buffer {
  return createHmac('sha256', `media pass ${folder}`).update(said).digest().subarray(0, PROOF_BYTES);
}
