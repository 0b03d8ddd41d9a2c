import { HOUR, later } from '../clock';
import { type Deps } from '../deps';
import { type AccountId, type StreamId } from '../ids';
import { chainMoney } from '../chain/money';
import { type Visitor } from '../identity/visitor';
import { checkAccess, type StreamAccess } from '../viewing/admission/check-access';
import { limitJoining, takePlace } from '../viewing/join';
import { type OpenedVideo } from '../../sdk/protocol';
import { MEDIA_PATH } from './media';
import { type OpenInput } from './input';
import { readOwned } from './owned';
import { writePass } from './token';

/** So long an address of a video's files is good; a viewing that ends, ends it sooner. */
const PASS_GOOD_FOR = 6 * HOUR;

/**
 * Opens a video for somebody who may watch it. Where something is to be paid, a viewing begins, as
 * in a live stream: its vouchers pay for seconds that are claimed one by one.
 */
export async function openVideo(deps: Deps, visitor: Visitor, input: OpenInput): Promise<OpenedVideo> {
  const accountId = visitor.signedIn?.accountId ?? null;
  const { videoId, ...joining } = input;
  await limitJoining(deps, visitor.origin, accountId, videoId);
  const door = await checkAccess(deps, accountId, videoId, input, 'recorded');
  const { folder, freeSeconds } = await deps.videos.read(deps, videoId);
  if (accountId) await countPlay(deps, accountId, videoId);
  const paid =
    !door.free && accountId !== null ? await takePlace(deps, visitor, door, { ...joining, streamId: videoId }) : null;
  const pass = {
    video: videoId,
    account: accountId,
    viewing: paid?.viewing ?? null,
    expiresAt: later(deps.clock.now(), PASS_GOOD_FOR),
  };
  const owned = accountId ? await readOwned(deps.db, accountId, videoId) : { spans: [], credit: 0 };
  return {
    viewing: paid?.viewing ?? null,
    media: `${MEDIA_PATH}${writePass(pass, folder)}/`,
    free: door.free,
    freeSeconds,
    owned: owned.spans,
    credit: owned.credit,
    state: paid?.state ?? null,
    payment: paid ? paid.payment : needsOf(door),
    wallet: paid?.wallet ?? null,
    money: paid ? paid.money : await chainMoney(deps),
  };
}

/** Whoever is not signed in pays nothing, and sees what is free. */
const needsOf = ({ free }: StreamAccess): OpenedVideo['payment'] => (free ? null : { needs: 'signIn' });

/** An account that opens a video for the first time is one more who watched it. */
async function countPlay(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  accountId: AccountId,
  video: StreamId,
): Promise<void> {
  await db.$executeRaw`
    WITH first AS (
      INSERT INTO playbacks (account_id, video_id, updated_at)
      SELECT ${accountId}::uuid, ${video}::uuid, ${clock.now()}::timestamptz FROM streams
      WHERE id = ${video}::uuid AND creator_id <> ${accountId}::uuid
      ON CONFLICT DO NOTHING RETURNING video_id
    )
    UPDATE streams t SET total_viewers = t.total_viewers + 1 FROM first WHERE t.id = first.video_id`;
}
