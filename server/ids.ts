import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { type ViewingId } from '../sdk/protocol';
import { says } from '../texts/says';

export { type ViewingId };

declare const brand: unique symbol;
type Id<Name extends string> = string & { readonly [brand]: Name };

/** An account's id: UUID v7, like every id here. */
export type AccountId = Id<'account'>;
/** A stream's id; its LiveKit room has the same name. */
export type StreamId = Id<'stream'>;
/** A message's id in a stream's chat. */
export type MessageId = Id<'message'>;
/** A session as its owner names it; never the secret in the cookie. */
export type SessionId = Id<'session'>;
/** A linked wallet. */
export type WalletId = Id<'wallet'>;
/** A key that programs send by, as its owner names it; never the key itself. */
export type StreamKeyId = Id<'streamKey'>;
/** Another site that live streams are sent on to. */
export type RestreamTargetId = Id<'restreamTarget'>;
/** A file that is part of a video. */
export type VideoPartId = Id<'videoPart'>;
/** Up to a minute of a video. */
export type ClipId = Id<'clip'>;

const id = <Of extends string>() => z.uuid(says('That is not an id.')).transform((value) => value as Of);

/** Parsers for ids that come from outside. */
export const accountId = id<AccountId>();
export const streamId = id<StreamId>();
export const messageId = id<MessageId>();
export const sessionId = id<SessionId>();
export const walletId = id<WalletId>();
export const viewingId = id<ViewingId>();
export const streamKeyId = id<StreamKeyId>();
export const restreamTargetId = id<RestreamTargetId>();
export const videoPartId = id<VideoPartId>();
export const clipId = id<ClipId>();
export const notificationId = z.uuid(says('That is not an id.'));
export const feedId = z.uuid(says('That is not an id.'));

/** A new UUID v7: sorts by the time of its making. */
export function uuidv7(now: Date): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now.getTime(), 0, 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
