import { type ChainMoney } from '../sdk/money';
import { planInput } from './plans';
import { streamForm, streamInput } from './streams';
import { cleanLine } from './text';
import { z } from './zod';
import { says } from '../texts/says';

/** What a video may weigh: one file of it. */
export const MOST_FILE_BYTES = 20n * 1024n ** 3n;
/** What may be written under a video in one language, in bytes. */
export const MOST_CAPTION_BYTES = 1_000_000;
/** A stream runs so long at most, for what is recorded of it. */
const MOST_MS = 7 * 24 * 60 * 60 * 1_000;

/** The types that files of videos come as; what a file is, its bytes tell. */
export const VIDEO_TYPES = [
  'video/mp4',
  'video/webm',
  'video/x-matroska',
  'video/matroska',
  'video/quicktime',
] as const;

/** What a creator says of a video: what they say of a stream, but for what only a live one has. */
export const videoInput = streamInput.omit({ viewerLimit: true, scheduledAt: true }).extend({
  /** What opens it; null leaves the one that is there. */
  password: planInput.shape.password,
});
export type VideoInput = z.infer<typeof videoInput>;

/** The same as its form holds it. */
export const videoForm = (money: ChainMoney | null) =>
  streamForm(money).omit({ viewerLimit: true, scheduledAt: true }).extend({ password: planInput.shape.password });

/** The kind of a file that is to come: its declared type, without what is said beside it. */
const contentType = z
  .string()
  .max(200)
  .transform((text) => text.split(';')[0]?.trim().toLowerCase() ?? '');

/** A file that is to come; its length is null while nobody knows it. */
export const partInput = z.object({
  contentType,
  /** Of a recording: how many milliseconds after its stream began. */
  startsAtMs: z.int().min(0).max(MOST_MS).default(0),
  length: z.bigint().min(1n, says('That file is empty.')).nullable(),
});
export type PartInput = z.infer<typeof partInput>;

/** Of a whole file: 64 hex digits. */
export const sha256Input = z.string().regex(/^[0-9a-f]{64}$/, says('That is not what we expected.'));

/** For whom a video is, in one word; a price of its own comes with it. */
export const audienceInput = z.discriminatedUnion('audience', [
  z.object({ audience: z.enum(['asStream', 'free', 'followers', 'nobody']) }),
  z.object({ audience: z.literal('own'), ratePerSecond: streamInput.shape.ratePerSecond }),
]);
export type AudienceInput = z.infer<typeof audienceInput>;

const language = streamInput.shape.language;

/** What is written under a video in one language. */
export const captionInput = z.object({
  language,
  label: cleanLine(1, 60, says('Name the captions in up to 60 characters, such as their language.')),
  text: z.string(says('Choose a WebVTT file.')).max(MOST_CAPTION_BYTES, says('Captions are at most 1 MB.')),
});
export type CaptionInput = z.infer<typeof captionInput>;
export const captionLanguageInput = z.object({ language });
