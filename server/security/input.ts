import { z } from 'zod';

/** The newest event that was shown. */
export const seenInput = z.object({ until: z.date() });
