import { randomBytes } from 'node:crypto';
import { type Deps, type Tx } from '../deps';
import { DomainError } from '../errors';
import { hashSecret } from '../hash-secret';
import { type AccountId, type StreamId, type StreamKeyId } from '../ids';

/** A key as programs send it: 192 random bits, so a plain hash of it gives nothing away. */
export const KEY_FORMAT = /^obs_[A-Za-z0-9_-]{32}$/;

/** A new key, shown once. */
export function makeKey(): string {
  return `obs_${randomBytes(24).toString('base64url')}`;
}

/** A key that is good, and whose it is. */
export interface KnownKey {
  id: StreamKeyId;
  creatorId: AccountId;
  /** The one stream that it feeds, or null. */
  streamId: StreamId | null;
  /** The wallet that its owner was told is paid. */
  payee: string | null;
}

/** Refuses alike what was never a key, what was revoked, and whose owner is gone. */
export async function findKey(db: Deps['db'] | Tx, key: string): Promise<KnownKey> {
  const found = KEY_FORMAT.test(key)
    ? await db.streamKey.findFirst({
        where: {
          keyHash: hashSecret(key),
          revokedAt: null,
          creator: { deletedAt: null, roles: { has: 'creator' } },
        },
        select: { id: true, creatorId: true, streamId: true, payee: true, creator: { select: { suspendedAt: true } } },
      })
    : null;
  if (!found) throw new DomainError('streamKeyUnknown');
  const { creator, ...known } = found;
  if (creator.suspendedAt) throw new DomainError('accountSuspended');
  return known as KnownKey;
}
