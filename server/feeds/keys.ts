import { type StreamKeyInput } from '../../schemas/feeds';
import { record } from '../audit/record';
import { type Deps, type Tx } from '../deps';
import { DomainError } from '../errors';
import { lockAccount } from '../identity/lock';
import { type Member } from '../identity/visitor';
import { type AccountId, type StreamId, type StreamKeyId } from '../ids';
import { limit } from '../limits/take';
import { recordEvents } from '../security/events';
import { payeeOf } from '../security/payee';
import { requireProof } from '../security/proof';
import { makeKey } from './key';
import { hashSecret } from '../hash-secret';
import { endFeedsOf } from './sweep';

type KeyDeps = Pick<Deps, 'db' | 'clock'>;
type EndingDeps = KeyDeps & Pick<Deps, 'rooms' | 'log'>;

/** So that nobody fills the table by a script. */
const MOST_KEYS = 20;

/** What a new key is to be; `payee` is the wallet that the page showed as paid. */
interface NewKey extends StreamKeyInput {
  streamId: StreamId | null;
  payee: string | null;
}

/** A key as it is shown, this once. */
export interface ShownKey {
  id: StreamKeyId;
  key: string;
}

/**
 * A new key: it goes on working when its maker's session is over, so it asks for a proof, and the
 * account is told.
 */
export async function makeStreamKey(
  deps: KeyDeps,
  member: Member,
  { label, streamId, payee }: NewKey,
): Promise<ShownKey> {
  const { accountId: creatorId } = member.signedIn;
  await limit(deps, 'changeStreamKeys', member.origin, creatorId);
  return deps.db.$transaction(async (tx) => {
    await lockAccount(tx, creatorId);
    await requireProof(tx, deps, member.signedIn, 'fresh');
    await requirePayee(tx, creatorId, payee);
    const open = await tx.streamKey.count({ where: { creatorId, revokedAt: null } });
    if (open >= MOST_KEYS) throw new DomainError('tooManyStreamKeys');
    if (streamId !== null) await requireOpenStream(tx, creatorId, streamId);
    const made = await writeKey(tx, deps, { creatorId, label, streamId, payee });
    await tell(tx, deps, member, 'account.streamKeyMade', made.id, label);
    return made;
  });
}

/** The old key is worth nothing from now on, and what it sends ends; the new one is shown once. */
export async function rotateStreamKey(deps: EndingDeps, member: Member, id: StreamKeyId): Promise<ShownKey> {
  const { accountId: creatorId } = member.signedIn;
  await limit(deps, 'changeStreamKeys', member.origin, creatorId);
  const made = await deps.db.$transaction(async (tx) => {
    await lockAccount(tx, creatorId);
    await requireProof(tx, deps, member.signedIn, 'fresh');
    const { label, streamId, payee } = await revoke(tx, deps, creatorId, id);
    const made = await writeKey(tx, deps, { creatorId, label, streamId, payee });
    await tell(tx, deps, member, 'account.streamKeyRotated', made.id, label);
    return made;
  });
  await endFeedsOf(deps, [id]);
  return made;
}

/** Taking a key back asks for nothing more: whoever does it only ends something. */
export async function revokeStreamKey(deps: EndingDeps, member: Member, id: StreamKeyId): Promise<void> {
  const { accountId: creatorId } = member.signedIn;
  await limit(deps, 'changeStreamKeys', member.origin, creatorId);
  await deps.db.$transaction(async (tx) => {
    await lockAccount(tx, creatorId);
    await revoke(tx, deps, creatorId, id);
    await note(tx, deps, member, 'account.streamKeyRevoked', id);
  });
  await endFeedsOf(deps, [id]);
}

/** Says of all keys that the wallet is known that is paid for what they send. */
export async function confirmFeedPayee(deps: KeyDeps, member: Member, payee: string): Promise<void> {
  const { accountId: creatorId } = member.signedIn;
  await limit(deps, 'changeStreamKeys', member.origin, creatorId);
  await deps.db.$transaction(async (tx) => {
    await lockAccount(tx, creatorId);
    await requirePayee(tx, creatorId, payee);
    const { count } = await tx.streamKey.updateMany({
      where: { creatorId, revokedAt: null, OR: [{ payee: null }, { payee: { not: payee } }] },
      data: { payee },
    });
    if (count === 0) return;
    const { ipAddress } = member.origin;
    const subject = `account:${creatorId}` as const;
    await record(tx, deps, { actorId: creatorId, action: 'account.streamKeysConfirmed', subject, ipAddress });
  });
}

async function requirePayee(tx: Tx, creatorId: AccountId, shown: string | null): Promise<void> {
  const payee = await payeeOf(tx, creatorId);
  if ((payee?.address ?? null) !== shown) throw new DomainError('payeeChanged');
}

async function requireOpenStream(tx: Tx, creatorId: AccountId, id: string): Promise<void> {
  const found = await tx.stream.count({ where: { id, creatorId, status: { in: ['scheduled', 'live'] } } });
  if (found === 0) throw new DomainError('notFound');
}

async function writeKey(
  tx: Tx,
  { clock }: KeyDeps,
  data: { creatorId: AccountId; label: string; streamId: StreamId | null; payee: string | null },
): Promise<ShownKey> {
  const key = makeKey();
  const { id } = await tx.streamKey.create({
    data: { ...data, keyHash: hashSecret(key), hint: key.slice(-4), createdAt: clock.now() },
    select: { id: true },
  });
  return { id: id as StreamKeyId, key };
}

async function revoke(tx: Tx, { clock }: KeyDeps, creatorId: AccountId, id: StreamKeyId) {
  const found = await tx.streamKey.findFirst({
    where: { id, creatorId, revokedAt: null },
    select: { label: true, streamId: true, payee: true },
  });
  if (!found) throw new DomainError('notFound');
  await tx.streamKey.update({ where: { id }, data: { revokedAt: clock.now() } });
  return { ...found, streamId: found.streamId as StreamId | null };
}

type KeyAction = 'account.streamKeyMade' | 'account.streamKeyRotated' | 'account.streamKeyRevoked';

function note(tx: Tx, deps: KeyDeps, { signedIn, origin }: Member, action: KeyAction, id: StreamKeyId): Promise<void> {
  const { ipAddress } = origin;
  return record(tx, deps, { actorId: signedIn.accountId, action, subject: `streamKey:${id}`, ipAddress });
}

async function tell(
  tx: Tx,
  deps: KeyDeps,
  member: Member,
  action: KeyAction,
  id: StreamKeyId,
  label: string,
): Promise<void> {
  await note(tx, deps, member, action, id);
  await recordEvents(tx, deps, member, member.signedIn.sessionId, [{ kind: 'streamKeyMade', label }]);
}
