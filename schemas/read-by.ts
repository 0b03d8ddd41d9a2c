import { z } from './zod';

/**
 * What a rule makes of a value, within another rule: what is wrong with it is said at its own
 * place.
 */
export function readBy<Rule extends z.ZodType>(rule: Rule, value: unknown, ctx: z.RefinementCtx): z.output<Rule> {
  const read = rule.safeParse(value);
  if (read.success) return read.data;
  for (const { path, message } of read.error.issues) ctx.addIssue({ code: 'custom', path, message });
  return z.NEVER;
}
