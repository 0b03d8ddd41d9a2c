import { type Tx } from '../deps';
import { type BlockOfEvents } from '../ledger';

/** Where an event stands, and when we read it. */
export interface Place {
  tx: Tx;
  block: BlockOfEvents;
  readAt: Date;
  /** When the block was, by a clock on the wall. */
  seenAt: Date;
}

/**
 * Holds what a block changes until the transaction ends, before it changes any of it: purses, then
 * viewings, then vouchers, each in the order of their keys. Leasing and storing take theirs in this
 * order too, so whoever meets a block waits for it, and nobody in a circle.
 */
export async function lockRows(place: Place): Promise<void> {
  await lockPurseRows(place);
  await lockViewingRows(place);
  await lockVoucherRows(place);
}

async function lockPurseRows({ tx, block }: Place): Promise<void> {
  const named = block.events.flatMap((event) => ('nonce' in event ? [event] : []));
  if (named.length === 0) return;
  await tx.$queryRaw`
    SELECT FROM purses p
    JOIN unnest(${named.map(({ viewer }) => viewer)}::bpchar[], ${named.map(({ nonce }) => nonce)}::int[]) AS a (viewer, nonce)
      USING (viewer, nonce)
    ORDER BY p.viewer, p.nonce FOR NO KEY UPDATE OF p`;
}

/**
 * Those that are not over as well: none of them ends, to be marked as settled, while vouchers are
 * held. Who holds the purses keeps new ones out.
 */
async function lockViewingRows({ tx, block }: Place): Promise<void> {
  const { viewers, nonces, keys, creators } = settledIn(block);
  if (viewers.length === 0) return;
  await tx.$queryRaw`
    SELECT FROM viewings w
    JOIN unnest(${viewers}::bpchar[], ${nonces}::int[], ${keys}::int[], ${creators}::bpchar[]) AS s (viewer, purse_nonce, purse_key, payee)
      USING (viewer, purse_nonce, purse_key, payee)
    WHERE w.status <> 'settled'
    ORDER BY w.id FOR NO KEY UPDATE OF w`;
}

/**
 * In one pass: those that are there are locked and stay as they are (nothing is updated, and all
 * are locked); those of which we were never shown a voucher and that were settled are made, and say
 * nothing yet.
 */
export async function lockVoucherRows({ tx, block, readAt }: Place): Promise<void> {
  const settled = settledIn(block);
  const skipped = tabsOf(block, 'skipped');
  if (settled.viewers.length + skipped.viewers.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO vouchers AS v (viewer, purse_nonce, key, creator, seconds, amount, extras, received_at, running_since)
    SELECT viewer, nonce, key, creator, 0, 0, 0, ${readAt}::timestamptz, ${readAt}::timestamptz FROM (
      SELECT p.viewer, p.nonce, s.key, s.creator
      FROM unnest(${settled.viewers}::bpchar[], ${settled.nonces}::int[], ${settled.keys}::int[], ${settled.creators}::bpchar[])
        AS s (viewer, nonce, key, creator) JOIN purses p USING (viewer, nonce)
      UNION
      SELECT v.viewer, v.purse_nonce, v.key, v.creator
      FROM unnest(${skipped.viewers}::bpchar[], ${skipped.nonces}::int[], ${skipped.keys}::int[], ${skipped.creators}::bpchar[])
        AS s (viewer, purse_nonce, key, creator) JOIN vouchers v USING (viewer, purse_nonce, key, creator)
    ) AS named
    ORDER BY viewer, nonce, key, creator
    ON CONFLICT (viewer, purse_nonce, key, creator) DO UPDATE SET seconds = v.seconds WHERE false`;
}

const settledIn = (block: BlockOfEvents) => tabsOf(block, 'settled');

/** The tabs that a block settles, or passes over. */
function tabsOf({ events }: BlockOfEvents, kind: 'settled' | 'skipped') {
  const tabs = events.flatMap((event) => (event.kind === kind ? [event] : []));
  return {
    viewers: tabs.map(({ viewer }) => viewer),
    nonces: tabs.map(({ nonce }) => nonce),
    keys: tabs.map(({ key }) => key),
    creators: tabs.map(({ creator }) => creator),
  };
}
