import { type Visitor } from '../identity/visitor';
import { type Deps, type Origin } from '../deps';
import { DomainError } from '../errors';
import { type AccountId, type StreamId, type ViewingId } from '../ids';
import { networkOf } from '../limits/network';
import { limit } from '../limits/take';
import { admit, PlaceTaken, type Admitted } from './admission/admit';
import { chainMoney } from '../chain/money';
import { domainOf } from '../chain/voucher-domain';
import { checkAccess, type StreamAccess } from './admission/check-access';
import { endViewings } from './end';
import { grantOf } from './media/grant';
import { type JoinInput } from './input';
import { recoverVoucher } from './admission/recover-voucher';
import { deviceName, networkName } from './admission/origin-name';
import { agreementOf } from './admission/resolve-payment';
import { present } from './presence';
import { readState } from './state';
import { type Joined } from '../../sdk/protocol';

/**
 * Somebody who joins twice at the same moment is let in as often, each time in place of the time
 * before.
 */
const TRIES = 5;

/**
 * Lets somebody into a stream: one place for an account, in place of the one it had. What they kept
 * of a crash is counted first, so that what is agreed counts on from there. Nothing that is signed
 * is taken on trust of the token: who may see is decided by the rows.
 */
export async function join(deps: Deps, visitor: Visitor, input: JoinInput): Promise<Joined> {
  const accountId = visitor.signedIn?.accountId ?? null;
  await limitJoining(deps, visitor.origin, accountId, input.streamId);
  const door = await checkAccess(deps, accountId, input.streamId, input);
  const admitted = await takePlace(deps, visitor, door, input);
  const grant = grantOf(admitted.state.phase);
  const token = await deps.rooms.viewerToken(door.streamId, admitted.seat, door.free && grant.maySubscribe);
  const iceServers = deps.rooms.iceServers.map((server) => ({ ...server }));
  const { viewing, state, noPreview, payment, wallet, money } = admitted;
  return { viewing, room: { url: deps.rooms.url, token, iceServers }, state, noPreview, payment, wallet, money };
}

/** A viewing that has begun: all that joining answers, but for the room. */
export type PlaceTakenUp = Omit<Joined, 'room'> & { seat: string };

/** A viewing for somebody who was let in, in place of the one that they had in this stream. */
export async function takePlace(
  deps: Deps,
  visitor: Visitor,
  door: StreamAccess,
  input: JoinInput,
): Promise<PlaceTakenUp> {
  const accountId = visitor.signedIn?.accountId ?? null;
  const { streamId } = door;
  const { wallet = null, limit: wished = null, keys } = input;
  const named = {
    network: networkName(visitor.origin.ipAddress),
    device: deviceName(input.device ?? null),
  };
  const asked = { accountId, wallet, keys, limit: wished, waiting: input.waiting ?? null, ...named };
  const domain = door.free ? null : await domainOf(deps);
  if (!input.takeOver) await leaveTheOther(deps, accountId, input);
  for (let tries = 1; ; tries += 1) {
    await endBefore(deps, accountId, streamId);
    if (input.newest) await recoverVoucher(deps, input.newest);
    try {
      return await answer(deps, door, await admit(deps, door, { ...asked, domain }));
    } catch (error) {
      if (!(error instanceof PlaceTaken) || tries === TRIES) throw error;
      await endViewings(deps, error.inTheWay, 'replaced');
    }
  }
}

/**
 * Whoever did not say so takes the place of nobody: what another tab or device of theirs watches
 * goes on. What this one just left is no other.
 */
async function leaveTheOther(
  { db, clock }: Deps,
  accountId: AccountId | null,
  { streamId, insteadOf }: JoinInput,
): Promise<void> {
  if (accountId === null) return;
  const open = { accountId, streamId, ...present(clock.now()) };
  const others = await db.viewing.count({ where: { ...open, ...(insteadOf ? { id: { not: insteadOf } } : {}) } });
  if (others > 0) throw new DomainError('watchingElsewhere');
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

async function answer(
  deps: Deps,
  door: StreamAccess,
  { id, seat, means, limit, graceMs, noPreview }: Admitted,
): Promise<PlaceTakenUp> {
  if (means && 'silent' in means) await endViewings(deps, means.silent, 'connectionLost');
  const state = await readState(deps, id);
  const payment =
    means && ('needs' in means ? { needs: means.needs } : { agreed: agreementOf(means, door.rate, limit, graceMs) });
  const wallet = means?.wallet ?? null;
  return { viewing: id, seat, state, noPreview, payment, wallet, money: await chainMoney(deps) };
}

/** How often somebody may come in. */
export async function limitJoining(
  deps: Deps,
  origin: Origin,
  accountId: AccountId | null,
  streamId: StreamId,
): Promise<void> {
  if (accountId) await limit(deps, 'join', origin, accountId);
  else await limit(deps, 'joinUnknown', origin, `${networkOf(origin.ipAddress)} ${streamId}`);
}
