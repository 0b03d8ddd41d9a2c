import { later, SECOND } from '../clock';
import { CREATOR_SEAT, type Participant } from '../deps';

/** Handing an offer on takes no longer; a feed that is not let in by then was left by a crash. */
const HANDED_ON_WITHIN = 15 * SECOND;

/** A feed, as far as it tells whether it runs. */
interface FeedRow {
  participant: string | null;
  startedAt: Date;
}

/** Whether a feed is in the creator's place, or on its way there. */
export function isRunning({ participant, startedAt }: FeedRow, there: Participant[], now: Date): boolean {
  if (participant === null) return startedAt > later(now, -HANDED_ON_WITHIN);
  return there.some(({ id, identity }) => identity === CREATOR_SEAT && id === participant);
}
