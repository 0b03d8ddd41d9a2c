import { z } from 'zod';
import { clipInput } from '../../schemas/clips';
import { clipId, streamId } from '../ids';
import { joinInput } from '../viewing/input';

const entry = joinInput.pick({ pass: true, adult: true }).shape;

export const cutInput = clipInput.extend({ ...entry, videoId: streamId });
export const readInput = z.object({ id: clipId, ...entry });
export const ofCreatorInput = z.object({ handle: z.string().max(40), before: clipId.nullish() });
export const allowInput = z.object({ videoId: streamId, on: z.boolean() });

export type CutInput = z.output<typeof cutInput>;
export type ReadInput = z.output<typeof readInput>;
