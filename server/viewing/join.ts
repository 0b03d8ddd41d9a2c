import { type Visitor } from '../accounts/visitor';
import { type Deps, type Origin } from '../deps';
import { DomainError } from '../errors';
import { type AccountId, type StreamId, type ViewingId } from '../ids';
import { networkOf } from '../limits/network';
import { limit } from '../limits/take';
import { admit, PlaceTaken, type Admitted } from './admit';
import { domainOf } from './domain';
import { openDoor, type OpenDoor } from './door';
import { endViewings } from './end';
import { maySee } from './grant';
import { type JoinInput } from './input';
import { takeNewest } from './newest';
import { agreementOf } from './payment';
import { readState } from './state';
import { type Joined } from './types';

/** Somebody who joins twice at the same moment is let in as often, each time in place of the time before. */
const TRIES = 5;

/**
 * Lets somebody into a stream: one place for an account, in place of the one it had. What they kept of a crash is counted first, so that
 * what is agreed counts on from there. Nothing that is signed is taken on trust of the token: who may see is decided by the rows.
 */
export async function join(deps: Deps, visitor: Visitor, input: JoinInput): Promise<Joined> {
  const accountId = visitor.signedIn?.accountId ?? null;
  const { streamId } = input;
  await limitJoining(deps, visitor.origin, accountId, streamId);
  const door = await openDoor(deps, accountId, streamId);
  const previewAllowed = await mayPreview(deps, visitor.origin, accountId, door);
  const asked = { accountId, wallet: input.wallet ?? null, limit: input.limit ?? null, previewAllowed };
  const domain = door.free ? null : await domainOf(deps);
  for (let tries = 1; ; tries += 1) {
    await endBefore(deps, accountId, streamId);
    if (input.newest) await takeNewest(deps, input.newest);
    try {
      return await answer(deps, door, asked.limit, await admit(deps, door, { ...asked, domain }));
    } catch (error) {
      if (!(error instanceof PlaceTaken) || tries === TRIES) throw error;
      await endViewings(deps, error.inTheWay, 'replaced');
    }
  }
}

/** The newer place stands: whoever comes back after a crash is not kept out by themselves. */
async function endBefore(deps: Deps, accountId: AccountId | null, streamId: StreamId): Promise<void> {
  if (accountId === null) return;
  const where = { accountId, streamId, leftAt: null };
  const before = await deps.db.viewing.findMany({ where, select: { id: true } });
  await endViewings(
    deps,
    before.map(({ id }) => id as ViewingId),
    'replaced',
  );
}

async function answer(deps: Deps, door: OpenDoor, limit: JoinInput['limit'], admitted: Admitted): Promise<Joined> {
  const { id, seat, means } = admitted;
  if (means && 'silent' in means) await endViewings(deps, means.silent, 'connectionLost');
  const state = await readState(deps, id);
  const token = await deps.rooms.viewerToken(door.streamId, seat, door.free && maySee(state.phase));
  const iceServers = deps.rooms.iceServers.map((server) => ({ ...server }));
  const agreed = means && ('needs' in means ? means : { agreed: agreementOf(means, door.rate, limit ?? null) });
  return { viewing: id, room: { url: deps.rooms.url, token, iceServers }, state, payment: agreed };
}

async function limitJoining(
  deps: Deps,
  origin: Origin,
  accountId: AccountId | null,
  streamId: StreamId,
): Promise<void> {
  if (accountId) await limit(deps, 'join', origin, accountId);
  else await limit(deps, 'joinUnknown', origin, `${networkOf(origin.ipAddress)} ${streamId}`);
}

/** Previews of somebody without an account are counted by their network: else coming again would be watching for nothing. */
async function mayPreview(deps: Deps, origin: Origin, accountId: AccountId | null, door: OpenDoor): Promise<boolean> {
  if (door.free || door.previewSeconds === 0) return false;
  if (accountId) return true;
  try {
    await limit(deps, 'previewUnknown', origin, `${networkOf(origin.ipAddress)} ${door.streamId}`);
    return true;
  } catch (error) {
    if (error instanceof DomainError && error.code === 'tooManyTries') return false;
    throw error;
  }
}
