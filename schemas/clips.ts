import { cleanLine } from './text';
import { z } from './zod';
import { says } from '../texts/says';

/** So long a clip is, in milliseconds. */
export const LEAST_CLIP_MS = 5_000;
export const MOST_CLIP_MS = 60_000;

/** What somebody calls a clip. */
export const clipForm = z.object({
  title: cleanLine(1, 100, says('Give the clip a title of up to 100 characters.')),
});

/** What is cut out of a video: from one moment of it to another, in milliseconds. */
export const clipInput = clipForm.extend({
  fromMs: z.int().min(0),
  toMs: z.int().min(0),
});
export type ClipInput = z.infer<typeof clipInput>;
