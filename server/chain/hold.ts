import { type Tx } from '../deps';
import { type BlockOfEvents } from '../ledger';

/** Where an event stands, and when we read it. */
export interface Place {
  tx: Tx;
  block: BlockOfEvents;
  readAt: Date;
}

/**
 * Holds what a block changes until the transaction ends, before it changes any of it: purses, then viewings, then vouchers, each in the
 * order of their keys. Leasing and storing take theirs in this order too, so whoever meets a block waits for it, and nobody in a circle.
 */
export async function hold(place: Place): Promise<void> {
  await holdPurses(place);
  await holdViewings(place);
  await holdVouchers(place);
}

async function holdPurses({ tx, block }: Place): Promise<void> {
  const named = block.events.flatMap((event) => ('nonce' in event ? [event] : []));
  if (named.length === 0) return;
  await tx.$queryRaw`
    SELECT FROM purses p
    JOIN unnest(${named.map(({ viewer }) => viewer)}::bpchar[], ${named.map(({ nonce }) => nonce)}::int[]) AS a (viewer, nonce)
      USING (viewer, nonce)
    ORDER BY p.viewer, p.nonce FOR NO KEY UPDATE OF p`;
}

/** Those that are not over as well: none of them ends, to be marked as settled, while vouchers are held. Who holds the purses keeps new ones out. */
async function holdViewings({ tx, block }: Place): Promise<void> {
  const { viewers, nonces, creators } = settledIn(block);
  if (viewers.length === 0) return;
  await tx.$queryRaw`
    SELECT FROM viewings w
    JOIN unnest(${viewers}::bpchar[], ${nonces}::int[], ${creators}::bpchar[]) AS s (viewer, purse_nonce, payee)
      USING (viewer, purse_nonce, payee)
    WHERE w.status <> 'settled'
    ORDER BY w.id FOR NO KEY UPDATE OF w`;
}

/**
 * In one pass: those that are there are locked and stay as they are (nothing is updated, and all are locked); those of which we were
 * never shown a voucher are made, and say nothing yet.
 */
export async function holdVouchers({ tx, block, readAt }: Place): Promise<void> {
  const { viewers, nonces, creators } = settledIn(block);
  if (viewers.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO vouchers AS v (viewer, purse_nonce, creator, seconds, amount, extras, received_at, running_since)
    SELECT DISTINCT p.viewer, p.nonce, s.creator, 0, 0, 0, ${readAt}::timestamptz, ${readAt}::timestamptz
    FROM unnest(${viewers}::bpchar[], ${nonces}::int[], ${creators}::bpchar[]) AS s (viewer, nonce, creator)
    JOIN purses p USING (viewer, nonce)
    ORDER BY p.viewer, p.nonce, s.creator
    ON CONFLICT (viewer, purse_nonce, creator) DO UPDATE SET seconds = v.seconds WHERE false`;
}

function settledIn({ events }: BlockOfEvents) {
  const settled = events.flatMap((event) => (event.kind === 'settled' ? [event] : []));
  return {
    viewers: settled.map(({ viewer }) => viewer),
    nonces: settled.map(({ nonce }) => nonce),
    creators: settled.map(({ creator }) => creator),
  };
}
