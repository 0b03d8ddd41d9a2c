import { type ChainMoney } from '../sdk/money';
import { streamForm } from './streams';
import { z } from './zod';
import { isZone } from './zone';

/** How often a stream comes again. */
export const RHYTHMS = { daily: 1, weekly: 7, fortnightly: 14 } as const;
export type Rhythm = keyof typeof RHYTHMS;

const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'That is not a day.')
  .refine((text) => !Number.isNaN(Date.parse(`${text}T00:00:00Z`)), 'That is not a day.');

const password = z
  .string('Type a password.')
  .min(4, 'A password for a stream has at least 4 characters.')
  .max(100, 'A password for a stream has at most 100 characters.');

/** What is said beside a stream: its time zone, whether it comes again, its password. */
export const planInput = z.object({
  zone: z.string().refine(isZone, 'That is no time zone that we know.').nullable().default(null),
  repeats: z.enum(['never', 'daily', 'weekly', 'fortnightly'], 'Choose how often.').default('never'),
  lastDay: day.nullable().default(null),
  /** Null leaves the one that is there. */
  password: password.nullable().default(null),
});

export type PlanInput = z.infer<typeof planInput>;

/** Which streams of a series a change is for. */
export const scopeInput = z.enum(['this', 'following']).default('this');

/** What opens a stream with a password. */
export const unlockInput = z.object({
  password: z.string('Type the password.').min(1, 'Type the password.').max(100, 'That is not the password.'),
});

/** A stream with all that is said beside it, as one form holds it. */
export const planForm = (money: ChainMoney | null) =>
  streamForm(money).extend({ ...planInput.shape, scope: scopeInput });

/** What a browser without an account keeps of a password that it gave. */
export const passInput = z.string().max(100).nullable().default(null);
