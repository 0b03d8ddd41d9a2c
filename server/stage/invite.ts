import { MOST_GUESTS } from '../../schemas/stage-wire';
import { record } from '../audit/record';
import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { type AccountId, type StreamId } from '../ids';
import { countPlaces, findGuest, holdStage } from './hold';
import { tellGuest } from './tell';

type InviteDeps = Pick<Deps, 'db' | 'clock' | 'rooms' | 'timers' | 'log'>;

/**
 * The creator asks somebody on stage whose hand is up. Nothing is sent from them before they
 * accept. Asked twice it is one invitation; it holds a place until it is answered or over.
 */
export async function invite(deps: InviteDeps, creatorId: AccountId, streamId: StreamId, id: string): Promise<void> {
  const now = deps.clock.now();
  const seat = await deps.db.$transaction(async (tx) => {
    await holdStage(tx, streamId, creatorId);
    const guest = await findGuest(tx, now, streamId, { id });
    if (!guest || guest.keptOut) throw new DomainError('notFound');
    if (guest.invited || guest.came) return null;
    if ((await countPlaces(tx, now, streamId)) >= MOST_GUESTS) throw new DomainError('stageFull');
    await tx.stageGuest.update({ where: { id }, data: { invitedAt: now } });
    const detail = { person: guest.account };
    await record(tx, deps, { actorId: creatorId, action: 'stage.invited', subject: `stream:${streamId}`, detail });
    return guest.seat;
  });
  if (seat) await tellGuest(deps, streamId, seat);
}
