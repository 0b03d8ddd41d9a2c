import { plainHandle } from './names';
import { cleanLine, cleanText } from './text';
import { z } from './zod';
import { says } from '../texts/says';

const handle = z.string(says('Type a name.')).max(40, says('Nobody here has that name.')).overwrite(plainHandle);

/** Why somebody did what they did: the person reads it, and the log keeps it. */
const reason = cleanLine(0, 200, says('Keep the reason under 200 characters.'));

/** How long somebody is kept out; "0" is until it is lifted. */
export const BAN_MINUTES = ['0', '60', '1440', '10080', '43200'] as const;
export const TIMEOUT_MINUTES = ['1', '10', '60', '1440'] as const;

/** Whom a creator asks to keep order. */
export const appointInput = z.object({ handle });

/** Whom a channel keeps out of its streams, why and for how long. */
export const banInput = z.object({
  handle,
  reason: reason.default(''),
  minutes: z.enum(BAN_MINUTES, says('Choose for how long.')).default('0'),
});

/** Whom a channel keeps out of its chat, and for how long. */
export const timeOutInput = z.object({
  handle,
  reason: reason.default(''),
  minutes: z.enum(TIMEOUT_MINUTES, says('Choose for how long.')).default('10'),
});

/** What is said to somebody who goes too far. */
export const WARNINGS = {
  kind: says('Please be kind to the others here.'),
  spam: says('Please do not send the same again and again.'),
  topic: says('Please stay with what this stream is about.'),
  links: says('Please do not advertise here.'),
  spoilers: says('Please give nothing away to those who have not seen it yet.'),
} as const;
export type Warning = keyof typeof WARNINGS;
export const warnings = Object.keys(WARNINGS) as Warning[];

export const warnInput = z.object({ handle, warning: z.enum(warnings, says('Choose what to say.')) });

const wholeNumber = (max: number, message: string) => z.int(message).min(0, message).max(max, message);

export const FOLLOWED_MINUTES = ['anybody', '0', '10', '60', '1440', '10080'] as const;
export const LINK_POLICIES = ['allow', 'followers', 'hold', 'none'] as const;

/** Who may write in a channel's chat, and how often. */
export const rulesInput = z.object({
  slowSeconds: wholeNumber(3_600, says('Type a whole number of seconds, at most 3,600; 0 is off.')).default(0),
  followed: z.enum(FOLLOWED_MINUTES, says('Choose who may write.')).default('anybody'),
  paidMinutes: wholeNumber(6_000, says('Type a whole number of minutes, at most 6,000; 0 is off.')).default(0),
  knownOnly: z.boolean().default(false),
  holdFirst: z.boolean().default(false),
  links: z.enum(LINK_POLICIES, says('Choose what happens to links.')).default('allow'),
});

/** A word, a phrase or a pattern that is not said here, or not before somebody has looked. */
export const wordInput = z.object({
  word: cleanLine(1, 100, says('Type a word or a phrase of up to 100 characters.')),
  kind: z.enum(['words', 'pattern'], says('Choose what it is.')).default('words'),
  effect: z.enum(['refuse', 'hold'], says('Choose what happens.')).default('refuse'),
});
export type WordInput = z.infer<typeof wordInput>;

export const REPORT_REASONS = ['spam', 'harassment', 'hate', 'sexual', 'violence', 'scam', 'other'] as const;

/** What somebody says about a message, a person or a stream. */
export const reportInput = z.object({
  reason: z.enum(REPORT_REASONS, says('Choose what is wrong.')),
  text: cleanText(0, 500, says('Keep it under 500 characters.')).default(''),
});

/** What became of a report. */
export const resolveInput = z.object({
  note: cleanText(0, 500, says('Keep the note under 500 characters.')).default(''),
});

/** What a banned person answers. */
export const appealInput = z.object({
  text: cleanText(1, 1_000, says('Say in up to 1,000 characters why the ban should end.')),
});

/** What a creator says to it. */
export const appealAnswer = z.object({
  answer: cleanText(0, 500, says('Keep the answer under 500 characters.')).default(''),
  accept: z.enum(['yes', 'no'], says('Choose whether the ban ends.')),
});

/** What the people who run the site keep out, and why. */
export const suspendInput = z.object({ handle, reason: cleanLine(1, 200, says('Say why, in up to 200 characters.')) });
export const takeDownInput = z.object({
  streamId: z
    .string(says('Paste the address of the stream.'))
    .overwrite((text) => /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/i.exec(text)?.[0] ?? text)
    .check(z.uuid(says('Paste the address of the stream, or its id.'))),
  reason: cleanLine(1, 200, says('Say why, in up to 200 characters.')),
});
