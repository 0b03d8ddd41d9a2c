import { type RestreamTargetInput } from '../../schemas/restream';
import { record } from '../audit/record';
import { type Deps, type Tx } from '../deps';
import { DomainError } from '../errors';
import { lockAccount } from '../identity/lock';
import { type Member } from '../identity/visitor';
import { type RestreamTargetId, type StreamId, uuidv7 } from '../ids';
import { limit } from '../limits/take';
import { recordEvents } from '../security/events';
import { requireProof } from '../security/proof';

type TargetDeps = Pick<Deps, 'db' | 'clock' | 'sealer' | 'restreamer'>;

/** So many other sites a creator has at most. */
export const MOST_TARGETS = 5;

/** A key opens in its own row and for its own address alone: neither can be put elsewhere. */
export const placeOfKey = (id: string, address: string) => `restream target ${id} ${address}`;

/** What nothing is known of any more: whoever sent lets go of it. */
export const AT_REST = {
  state: 'waiting',
  why: null,
  streamId: null,
  sender: null,
  heardAt: null,
  tries: 0,
  againAt: null,
} as const;

/**
 * Another site. Pictures go there when its maker's session is over, so it asks for a proof, and the
 * account is told. The key is never told again.
 */
export async function addTarget(
  deps: TargetDeps,
  member: Member,
  { name, address, key }: RestreamTargetInput,
): Promise<{ id: RestreamTargetId }> {
  const { accountId: creatorId, sessionId } = member.signedIn;
  await limit(deps, 'changeRestreams', member.origin, creatorId);
  if (!deps.sealer.on || !deps.restreamer.on) throw new DomainError('restreamUnavailable');
  if (!deps.restreamer.accepts(address)) throw new DomainError('restreamAddressRefused');
  return deps.db.$transaction(async (tx) => {
    await lockAccount(tx, creatorId);
    await requireProof(tx, deps, member.signedIn, 'fresh');
    if ((await tx.restreamTarget.count({ where: { creatorId } })) >= MOST_TARGETS)
      throw new DomainError('tooManyRestreams');
    const createdAt = deps.clock.now();
    const id = uuidv7(createdAt) as RestreamTargetId;
    const sealedKey = deps.sealer.seal(key, placeOfKey(id, address));
    await tx.restreamTarget.create({ data: { id, creatorId, name, address, sealedKey, createdAt } });
    await note(tx, deps, member, 'account.restreamTargetMade', id);
    await recordEvents(tx, deps, member, sessionId, [{ kind: 'restreamTargetMade', label: name }]);
    return { id };
  });
}

/** Off ends what is sent within a second, in whichever process; on begins anew after failures. */
export async function switchTarget(
  deps: TargetDeps,
  member: Member,
  { id, on }: { id: RestreamTargetId; on: boolean },
): Promise<void> {
  const { accountId: creatorId } = member.signedIn;
  await limit(deps, 'changeRestreams', member.origin, creatorId);
  await deps.db.$transaction(async (tx) => {
    const { count } = await tx.restreamTarget.updateMany({ where: { id, creatorId }, data: { on, ...AT_REST } });
    if (count === 0) throw new DomainError('notFound');
    await note(tx, deps, member, 'account.restreamTargetChanged', id);
  });
}

export async function removeTarget(deps: TargetDeps, member: Member, id: RestreamTargetId): Promise<void> {
  const { accountId: creatorId } = member.signedIn;
  await limit(deps, 'changeRestreams', member.origin, creatorId);
  await deps.db.$transaction(async (tx) => {
    const { count } = await tx.restreamTarget.deleteMany({ where: { id, creatorId } });
    if (count === 0) throw new DomainError('notFound');
    await note(tx, deps, member, 'account.restreamTargetRemoved', id);
  });
}

/** Says of one stream that has a price that it may be seen elsewhere for nothing, or no more. */
export async function sendThoughPaid(
  deps: TargetDeps,
  member: Member,
  { streamId: id, on }: { streamId: StreamId; on: boolean },
): Promise<void> {
  const { accountId: creatorId } = member.signedIn;
  const { ipAddress } = member.origin;
  await limit(deps, 'changeRestreams', member.origin, creatorId);
  await deps.db.$transaction(async (tx) => {
    const { count } = await tx.stream.updateMany({
      where: { id, creatorId, status: { in: ['scheduled', 'live'] } },
      data: { restreamedThoughPaid: on },
    });
    if (count === 0) throw new DomainError('notFound');
    const subject = `stream:${id}` as const;
    const action = 'stream.restreamedThoughPaid';
    await record(tx, deps, { actorId: creatorId, action, subject, detail: { on }, ipAddress });
  });
}

type TargetAction = 'account.restreamTargetMade' | 'account.restreamTargetChanged' | 'account.restreamTargetRemoved';

function note(
  tx: Tx,
  deps: TargetDeps,
  { signedIn, origin }: Member,
  action: TargetAction,
  id: RestreamTargetId,
): Promise<void> {
  const subject = `restreamTarget:${id}` as const;
  return record(tx, deps, { actorId: signedIn.accountId, action, subject, ipAddress: origin.ipAddress });
}
