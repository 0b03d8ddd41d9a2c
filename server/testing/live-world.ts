import { amount } from '../../sdk/money';
import { compareWithChain } from '../chain/compare';
import { followChain } from '../chain/follow';
import { CREATOR_SEAT } from '../deps';
import { type Prisma } from '../generated/prisma/client';
import { type AccountId, type SessionId, type StreamId, type ViewingId } from '../ids';
import { type Limits } from '../ledger';
import { stored } from '../money';
import { joinInput, type PayInput } from '../viewing/input';
import { join } from '../viewing/join';
import { waitForTicks, tickMeters } from '../viewing/metering/tick';
import { type Joined } from '../../sdk/protocol';
import { makePayer, makePurse, makeStream, type Payer } from './factories';
import { emptyMemory, testDeps, type TestDeps } from './harness';
import { RATE } from './viewings';

/** A live stream of somebody who is in its room and sends, and the way into it. */
export interface LiveWorld {
  deps: TestDeps;
  creator: Payer;
  room: StreamId;
}

let seeds = 500;

/** A person with a wallet, who has no purse yet. */
export const somebody = (deps: TestDeps) => makePayer(deps, (seeds += 1));

/** Goes live, at 0.01 a second unless told otherwise. */
export async function liveWorld(
  stream: Partial<Prisma.StreamUncheckedCreateInput> = {},
  given?: TestDeps,
): Promise<LiveWorld> {
  const deps = given ?? (await testDeps());
  if ((await deps.db.chainCursor.count()) === 0) await compareWithChain(deps);
  const creator = await somebody(deps);
  const live = { status: 'live' as const, ratePerSecond: stored(RATE), payee: creator.h160 };
  const { id: room } = await makeStream(deps, { creatorId: creator.id, ...live, ...stream });
  await deps.rooms.open(room);
  deps.rooms.join(room, CREATOR_SEAT, await deps.rooms.creatorToken(room, creator.handle));
  deps.rooms.publish(room, [{ kind: 'video', muted: false }]);
  return { deps, creator, room };
}

/** Somebody with an open purse that this site knows of. */
export async function withPurse(
  deps: TestDeps,
  purse: Partial<Limits & { deposit: Parameters<typeof amount>[0] }> = {},
): Promise<Payer> {
  const viewer = await somebody(deps);
  const { deposit, ...limits } = purse;
  await makePurse(deps, viewer, { ...limits, ...(deposit === undefined ? {} : { deposit: amount(deposit) }) });
  await followChain(deps);
  return viewer;
}

/** Another process on the same database: what it keeps in memory is its own. */
export const anotherProcess = (deps: TestDeps): TestDeps => ({ ...deps, ...emptyMemory(deps) });

/** Joins as somebody's browser does; null is somebody without an account. */
export function joinAs(
  deps: TestDeps,
  who: { id: AccountId } | null,
  streamId: StreamId,
  more: Record<string, unknown> = {},
  ipAddress = '192.0.2.7',
): Promise<Joined> {
  const signedIn = who && { sessionId: 'session' as SessionId, accountId: who.id };
  return join(deps, { origin: { ipAddress, userAgent: 'test' }, signedIn }, joinInput.parse({ streamId, ...more }));
}

/** The name of a viewing in its room. */
export async function seatIn({ db }: TestDeps, viewing: ViewingId): Promise<string> {
  return (await db.viewing.findUniqueOrThrow({ where: { id: viewing }, select: { seat: true } })).seat;
}

/** Connects to the room with the token that joining answered. Returns the seat. */
export async function sitDown(deps: TestDeps, streamId: StreamId, joined: Joined): Promise<string> {
  const seat = await seatIn(deps, joined.viewing);
  deps.rooms.join(streamId, seat, joined.room.token);
  return seat;
}

/** The voucher for a viewing's so many first seconds, by what was agreed. */
export function signFor(deps: TestDeps, viewer: Payer, { viewing, payment }: Joined, seconds: bigint): PayInput {
  return { viewing, ...signAgreed(deps, viewer, payment, seconds) };
}

/** What such a voucher says, with its signature. */
export function signAgreed(deps: TestDeps, viewer: Payer, payment: Joined['payment'], seconds: bigint) {
  if (!payment || !('agreed' in payment)) throw new Error('nothing was agreed');
  const { base, rate, purseNonce, key, creator } = payment.agreed;
  const said = { seconds: base.seconds + seconds, amount: amount(base.amount + rate * seconds), extras: base.extras };
  const { signature } = viewer.key.signVoucher(deps.ledger.domain, {
    viewer: viewer.h160,
    purseNonce,
    key,
    creator,
    ...said,
  });
  return { ...said, signature };
}

/** The same as a device keeps it. */
export function keptBy(deps: TestDeps, viewer: Payer, joined: Joined, seconds: bigint) {
  const { viewing: _, ...said } = signFor(deps, viewer, joined, seconds);
  if (!joined.payment || !('agreed' in joined.payment)) throw new Error('nothing was agreed');
  const { purseNonce, key, creator } = joined.payment.agreed;
  return { viewer: viewer.h160, purseNonce, key, creator, ...said };
}

/** Time goes on, with the meters' clock ticking ten times a second. */
export async function pass(deps: TestDeps, milliseconds: number): Promise<void> {
  for (let left = milliseconds; left > 0; left -= 100) {
    deps.clock.advance(Math.min(100, left));
    await tickMeters(deps);
  }
  await waitForTicks(deps);
}
