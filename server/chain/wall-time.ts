import { later, MINUTE } from '../clock';
import { type Deps } from '../deps';
import { type ChainHead } from '../ledger';

/** Below this, the chain's clock and ours agree as far as anybody can see. */
const SAME = MINUTE;

/**
 * How to tell when something was by a clock on the wall: a block's own time. Only a local chain's
 * may be off, by hours; there it is put right by how far the head's is from ours. Decided when a
 * block is read and kept with its events, so that an event has one time.
 */
export function wallTime(
  { clock, config }: Pick<Deps, 'clock' | 'config'>,
  head: Pick<ChainHead, 'time'>,
): (at: Date) => Date {
  const off = clock.now().getTime() - head.time.getTime();
  return config.chain.local && Math.abs(off) >= SAME ? (at) => later(at, off) : (at) => at;
}
