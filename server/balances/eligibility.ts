import { ANNOUNCED } from './announced';

// SQL without parameters, to stand in queries on `purses p` and `chain_cursor c`: nothing from
// outside is ever put into it.
/**
 * Whether a purse promises anything: it is open; the operator did not give it free to be closed at
 * once; nobody announced more of it than is settled; and its key is good for long enough that what
 * is signed now is settled before it expires.
 */
export const ELIGIBLE = `coalesce(p.status = 'open'
  AND (p.released_until IS NULL OR p.released_until < c.block_time)
  AND p.expires_at > c.block_time + interval '5 minutes'
  AND NOT ${ANNOUNCED}, false)`;
