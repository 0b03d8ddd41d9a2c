import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { type AccountId, type StreamId, type ViewingId } from '../ids';
import { persistMeter } from '../viewing/metering/persist';
import { pay } from '../viewing/pay';
import { readState } from '../viewing/state';
import { type ClaimedSeconds, type Counted } from '../../sdk/protocol';
import { type ClaimInput, MOST_AT_ONCE } from './input';
import { grantSeconds } from './owned';

/**
 * Gives seconds of a video to whoever signed for them: those that are neither free nor theirs
 * already. The voucher is in the tables before the seconds are theirs, so that no crash gives one
 * that nobody paid for; and whatever was signed for and not had yet is taken first, so that no
 * crash has one paid twice.
 */
export async function claimSeconds(deps: Deps, { viewing, from, to, voucher }: ClaimInput): Promise<ClaimedSeconds> {
  const row = await deps.db.viewing.findUnique({
    where: { id: viewing },
    select: { accountId: true, streamId: true, stream: { select: { status: true } } },
  });
  if (!row || row.accountId === null || row.stream.status !== 'recorded') throw new DomainError('notFound');
  const video = await deps.videos.readUpTo(deps, row.streamId as StreamId, to);
  const span = [from, Math.min(to, video.seconds)] as const;
  if (span[0] >= span[1] || span[1] - span[0] > MOST_AT_ONCE) throw new DomainError('malformed');
  const counted = voucher ? await count(deps, viewing, voucher) : await readState(deps, viewing);
  const given = await grantSeconds(deps.db, row.accountId as AccountId, {
    video: video.id,
    span,
    freeSeconds: video.freeSeconds,
    now: deps.clock.now(),
  });
  const { seconds, amount, phase, covered } = counted;
  const { granted, missing, spans: owned, credit } = given;
  return { granted, missing, owned, credit, counted: { seconds, amount, phase, covered } };
}

/** Counts a voucher and writes it down at once. */
async function count(deps: Deps, viewing: ViewingId, voucher: NonNullable<ClaimInput['voucher']>): Promise<Counted> {
  const counted = await pay(deps, { viewing, ...voucher });
  const metered = deps.meters.find(viewing);
  if (metered && metered.meter.seconds > metered.stored) await persistMeter(deps, metered);
  return counted;
}
