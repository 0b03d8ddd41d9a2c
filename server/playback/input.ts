import { z } from 'zod';
import { joinInput, payInput } from '../viewing/input';
import { streamId, viewingId } from '../ids';

/** No video is longer. */
const MOST_SECONDS = 24 * 60 * 60;
/** So many seconds are asked for at once: more than a player keeps ahead. */
export const MOST_AT_ONCE = 120;

const second = z.int().min(0).max(MOST_SECONDS);

export const openInput = joinInput.omit({ streamId: true, waiting: true, device: true }).extend({ videoId: streamId });
export const describeInput = joinInput.pick({ pass: true, adult: true }).extend({ videoId: streamId });
export const claimInput = z.object({
  viewing: viewingId,
  from: second,
  to: second,
  voucher: payInput.omit({ viewing: true }).nullable(),
});
export const positionInput = z.object({
  videoId: streamId,
  positionMs: z
    .int()
    .min(0)
    .max(MOST_SECONDS * 1_000),
});

export type OpenInput = z.output<typeof openInput>;
export type DescribeInput = z.output<typeof describeInput>;
export type ClaimInput = z.output<typeof claimInput>;
export type PositionInput = z.output<typeof positionInput>;
