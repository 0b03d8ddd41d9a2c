import { z } from 'zod';
import { AMOUNT_PER_PLANCK, MAX_AMOUNT, type Amount } from '../../sdk/money';
import { cleanText } from '../text';

/** At most 1,000 UNIT a second: above it somebody has mistyped. */
const MAX_RATE = 1_000n * 10n ** 18n;

const rate = z
  .bigint('Type a price.')
  .min(0n, 'A price is not negative.')
  .max(MAX_RATE < MAX_AMOUNT ? MAX_RATE : MAX_AMOUNT, 'That price is above what is possible.')
  .refine(
    (value) => value % AMOUNT_PER_PLANCK === 0n,
    'That price is finer than the chain can pay. Use at most 12 decimals a second.',
  )
  .transform((value) => value as Amount);

const tag = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}\p{M} -]{0,23}$/u, 'A tag is one or two words of up to 24 letters.');

/** What a creator says of a stream; the form and the router share it. */
export const streamInput = z.object({
  title: cleanText(1, 140, 'Give the stream a title of up to 140 characters.'),
  description: cleanText(0, 4_000, 'Keep the description under 4,000 characters.'),
  categorySlug: z.string().min(1, 'Choose a category.').max(40),
  tags: z
    .array(tag)
    .max(8, 'Use at most eight tags.')
    .transform((tags) => [...new Set(tags)]),
  language: z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'Choose a language.'),
  mature: z.boolean(),
  visibility: z.enum(['public', 'unlisted', 'followers', 'private']),
  ratePerSecond: rate,
  previewSeconds: z.number().int().min(0, 'A preview is not negative.').max(3_600, 'A preview is at most an hour.'),
  viewerLimit: z
    .number()
    .int()
    .min(1, 'Let at least one viewer in.')
    .max(100_000, 'At most 100,000 viewers.')
    .nullable(),
  scheduledAt: z.date().nullable(),
});

export type StreamInput = z.infer<typeof streamInput>;
