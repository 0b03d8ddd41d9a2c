import { type H160 } from '../../sdk/voucher';
import { listedFor } from '../access/visibility';
import { type Deps } from '../deps';

/** A person by whom everybody may know an address. */
type Person = { handle: string; displayName: string };

/**
 * Whose addresses these are, as far as everybody may know. Who watches a stream with a price signs
 * for its payee, so the address of a public one is no secret. A wallet that was only ever linked,
 * or paid with, is told of nobody.
 */
export async function payeesKnownToAll({ db }: Pick<Deps, 'db'>, addresses: H160[]): Promise<Map<string, Person>> {
  if (addresses.length === 0) return new Map();
  const streams = await db.stream.findMany({
    where: { AND: [listedFor(null), { payee: { in: addresses }, ratePerSecond: { gt: 0 } }] },
    select: { payee: true, creatorId: true },
    distinct: ['payee', 'creatorId'],
  });
  const wallets = await db.wallet.findMany({
    where: { OR: streams.map(({ payee, creatorId }) => ({ h160: payee ?? '', accountId: creatorId })) },
    select: { h160: true, account: { select: { handle: true, profile: { select: { displayName: true } } } } },
  });
  return new Map(
    wallets.map(({ h160, account: { handle, profile } }) => [
      h160,
      { handle, displayName: profile?.displayName ?? handle },
    ]),
  );
}
