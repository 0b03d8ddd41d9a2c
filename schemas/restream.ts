import { says } from '../texts/says';
import { cleanLine } from './text';
import { z } from './zod';

/** Another site that live streams are sent on to. Where that may be, the server says. */
export const restreamTargetInput = z.object({
  name: cleanLine(1, 60, says('Give the site a name of up to 60 characters.')),
  address: z
    .string()
    .trim()
    .max(500)
    .regex(
      /^rtmps?:\/\/[\x21-\x7e]+$/,
      says('Copy the address from the other site. It begins with rtmp:// or rtmps://.'),
    ),
  key: z
    .string()
    .trim()
    .regex(/^[\x21-\x7e]{1,300}$/, says('Copy the stream key from the other site: up to 300 characters, no spaces.')),
});

export type RestreamTargetInput = z.infer<typeof restreamTargetInput>;
