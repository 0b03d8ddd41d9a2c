import { type Amount, type ChainMoney, MAX_AMOUNT } from '../sdk/money';
import { plainHandle } from './names';
import { readBy } from './read-by';
import { parseMinutePrice } from './read-money';
import { cleanLine, cleanText, hidesSomething } from './text';
import { z } from './zod';
import { fromWallTime, isZone } from './zone';
import { says } from '../texts/says';

/** At most 1,000 whole coins a second: above it somebody has mistyped. */
const MAX_RATE = 1_000n * 10n ** 18n;

const rate = z
  .bigint(says('Type a price.'))
  .min(0n, says('A price is not negative.'))
  .max(MAX_RATE < MAX_AMOUNT ? MAX_RATE : MAX_AMOUNT, says('That price is above what is possible.'))
  .transform((value) => value as Amount);

const tag = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}\p{M} -]{0,23}$/u, says('A tag is one or two words of up to 24 letters.'))
  .refine((text) => !hidesSomething(text), says('Leave out hidden characters.'));

/** What a creator says of a stream. */
export const streamInput = z.object({
  title: cleanLine(1, 140, says('Give the stream a title of up to 140 characters.')),
  description: cleanText(0, 4_000, says('Keep the description under 4,000 characters.')),
  categorySlug: z
    .string(says('Choose a category.'))
    .min(1, says('Choose a category.'))
    .max(40, says('Choose a category.')),
  tags: z
    .array(tag)
    .max(8, says('Use at most eight tags.'))
    .transform((tags) => [...new Set(tags)]),
  language: z.string(says('Choose a language.')).regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, says('Choose a language.')),
  mature: z.boolean(),
  visibility: z.enum(['public', 'unlisted', 'followers', 'password', 'private'], says('Choose who can see it.')),
  ratePerSecond: rate,
  previewSeconds: z
    .int(says('Type a whole number of seconds, or 0 for none.'))
    .min(0, says('A preview is not negative.'))
    .max(3_600, says('A preview is at most an hour.')),
  viewerLimit: z
    .int(says('Type a whole number, or leave it empty for no limit.'))
    .min(1, says('Let at least one viewer in.'))
    .max(100_000, says('At most 100,000 viewers.'))
    .nullable(),
  scheduledAt: z.date().nullable(),
  /** Viewers may make clips of what is recorded of it. */
  clipsAllowed: z.boolean().default(true),
});

export type StreamInput = z.infer<typeof streamInput>;

const fields = streamInput.shape;

/** Tags with commas between them. What is wrong with one of them is said of the field. */
const tagsText = z
  .string()
  .default('')
  .transform((text, ctx) => {
    const tags = text.split(',').map((typed) => typed.trim().replace(/^#/, ''));
    const read = fields.tags.safeParse(tags.filter(Boolean));
    if (read.success) return read.data;
    ctx.addIssue({ code: 'custom', message: read.error.issues[0]?.message });
    return z.NEVER;
  });

/** A price a minute, as a rate a second in what the chain counts. */
const minutePrice = (money: ChainMoney | null) =>
  z.string(says('Type a price, or 0 for a free stream.')).transform((text, ctx) => {
    const read = parseMinutePrice(text, money);
    if ('rate' in read) return readBy(rate, read.rate, ctx);
    ctx.addIssue({ code: 'custom', message: read.problem });
    return z.NEVER;
  });

/** A day and a time in somebody's own time zone; neither is for later. */
const moment = z
  .object({ date: z.string().default(''), time: z.string().default(''), zone: z.string().default('UTC') })
  .transform(({ date, time, zone }, ctx) => {
    if (!date && !time) return null;
    const wrong = (path: 'date' | 'time', message: string) => {
      ctx.addIssue({ code: 'custom', path: [path], message });
      return z.NEVER;
    };
    if (!date) return wrong('date', says('Choose a day, too; or clear the time and plan it later.'));
    if (!time) return wrong('time', says('Choose a time, too; or clear the day and plan it later.'));
    return (
      fromWallTime({ date, time }, isZone(zone) ? zone : 'UTC') ?? wrong('date', says('That is not a day and a time.'))
    );
  });

/** The same as its form holds it, on a chain with this money. */
export const streamForm = (money: ChainMoney | null) =>
  streamInput.extend({
    description: fields.description.default(''),
    tags: tagsText,
    mature: fields.mature.default(false),
    clipsAllowed: z.boolean().default(false),
    ratePerSecond: minutePrice(money),
    previewSeconds: fields.previewSeconds.default(0),
    viewerLimit: fields.viewerLimit.default(null),
    scheduledAt: moment,
  });

/** What viewers agree to, changed by itself before a stream goes live. */
export const termsForm = (money: ChainMoney | null) =>
  streamForm(money).pick({ title: true, ratePerSecond: true, previewSeconds: true });

/** Whom somebody invites to a private stream, by name. */
export const inviteInput = z.object({
  handle: z.string(says('Type a name.')).max(40, says('Nobody here has that name.')).overwrite(plainHandle),
});
