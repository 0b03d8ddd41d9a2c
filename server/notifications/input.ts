import { z } from 'zod';
import { accountId } from '../ids';
import { CHOSEN_KINDS } from './kinds';

/** What a link to unsubscribe says. */
export const unsubscribeInput = z.object({
  accountId,
  kind: z.enum(CHOSEN_KINDS),
  token: z.string().max(100),
});
