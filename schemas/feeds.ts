import { says } from '../texts/says';
import { cleanLine } from './text';
import { z } from './zod';

/** A key that a program sends by: what its owner calls it, and the one stream it is for, if one. */
export const streamKeyInput = z.object({
  label: cleanLine(1, 60, says('Give the key a name of up to 60 characters, such as the program that uses it.')),
  streamId: z.uuid(says('Choose a stream.')).nullable(),
});

export type StreamKeyInput = z.infer<typeof streamKeyInput>;

/** The same as its form holds it: nothing chosen is every stream. */
export const streamKeyForm = streamKeyInput.extend({ streamId: streamKeyInput.shape.streamId.default(null) });
