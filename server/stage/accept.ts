import { record } from '../audit/record';
import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { type AccountId, type StreamId } from '../ids';
import { followStage } from '../viewing/stage';
import { findGuest, findViewing, holdStage } from './hold';
import { tellStage } from './tell';

/**
 * Whoever is invited comes on stage: from now on they may send, and pay nothing for what they see.
 * Accepting twice is accepting once.
 */
export async function accept(deps: Deps, accountId: AccountId, streamId: StreamId): Promise<void> {
  const now = deps.clock.now();
  const viewing = await deps.db.$transaction(async (tx) => {
    await holdStage(tx, streamId);
    const here = await findViewing(tx, now, streamId, accountId);
    const guest = await findGuest(tx, now, streamId, { account: accountId });
    if (guest?.viewing === here && guest.came) return here;
    if (guest?.viewing !== here || !guest.invited) throw new DomainError('notInvited');
    if (guest.keptOut) throw new DomainError('keptFromStage');
    await tx.stageGuest.update({ where: { id: guest.id }, data: { cameAt: now, silentSince: now } });
    await record(tx, deps, { actorId: accountId, action: 'stage.came', subject: `stream:${streamId}` });
    return here;
  });
  await followStage(deps, viewing);
  await tellStage(deps, streamId);
}
