import { record } from '../audit/record';
import { type Db, type Deps, type Tx } from '../deps';
import { DomainError } from '../errors';
import { type AccountId, type ClipId, type StreamId } from '../ids';
import { type Member } from '../identity/visitor';
import { limit } from '../limits/take';
import { keepsOrder } from '../moderation/people';
import { holdOwn } from '../videos/own';
import { dropClip } from '../videos/remove';

type Store = Pick<Deps, 'db' | 'clock'>;

/** As whom somebody may delete a clip; null: they may not. */
export async function powerOver(
  db: Db | Tx,
  accountId: AccountId,
  { creatorId, makerId }: { creatorId: string; makerId: string },
): Promise<'own' | 'keeper' | 'site' | null> {
  if (accountId === makerId) return 'own';
  if (await keepsOrder(db, creatorId, accountId)) return 'keeper';
  const admins = await db.account.count({ where: { id: accountId, roles: { has: 'admin' } } });
  return admins > 0 ? 'site' : null;
}

/**
 * Deletes a clip for good: by who made it, who keeps order in the channel, or who runs the site.
 */
export async function removeClip(
  deps: Store & Pick<Deps, 'storage' | 'log'>,
  { signedIn: { accountId: actorId }, origin }: Member,
  id: ClipId,
): Promise<void> {
  await limit(deps, 'changeClips', origin, actorId);
  const gone = await deps.db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT FROM clips WHERE id = ${id}::uuid FOR UPDATE`;
    const clip = await tx.clip.findFirst({ where: { id, deletedAt: null } });
    const power = clip && (await powerOver(tx, actorId, clip));
    if (!clip || !power) throw new DomainError('notFound');
    await tx.clip.update({
      where: { id },
      data: { deletedAt: deps.clock.now(), deletedById: actorId, bytes: 0n, posterUrl: null },
    });
    const { makerId: person, title: quote, creatorId } = clip;
    const detail = { person, quote, clip: id };
    if (power === 'own') await record(tx, deps, { actorId, action: 'clip.removed', subject: `clip:${id}` });
    else if (power === 'site')
      await record(tx, deps, { actorId, action: 'site.clipRemoved', subject: `clip:${id}`, detail });
    else await record(tx, deps, { actorId, action: 'moderation.clipRemoved', subject: `channel:${creatorId}`, detail });
    return clip;
  });
  await dropClip(deps, gone.folder, gone.posterUrl);
}

/** Whether viewers may make clips of a video of one's own. Those that there are stay. */
export async function allowClips(
  deps: Store,
  { signedIn: { accountId: creatorId }, origin }: Member,
  id: StreamId,
  on: boolean,
): Promise<void> {
  await limit(deps, 'changeClips', origin, creatorId);
  await deps.db.$transaction(async (tx) => {
    await holdOwn(tx, creatorId, id);
    await tx.stream.update({ where: { id }, data: { clipsAllowed: on } });
    const subject = `stream:${id}` as const;
    await record(tx, deps, { actorId: creatorId, action: 'clip.allowed', subject, detail: { on } });
  });
}
