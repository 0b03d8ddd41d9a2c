import { says } from '../texts/says';
import { cleanLine } from './text';
import { z } from './zod';

/** A key that a program sends by: what its owner calls it, and the one stream it is for, if one. */
export const streamKeyInput = z.object({
  label: cleanLine(1, 60, says('Give the key a name of up to 60 characters, such as the program that uses it.')),
  streamId: z.uuid(says('Choose a stream.')).nullable(),
});

export type StreamKeyInput = z.infer<typeof streamKeyInput>;

/** In its form: for every stream. A form that is emptied forgets a choice that has no value. */
export const ALL_STREAMS = 'all';

/** The same as its form holds it: nothing chosen is every stream. */
export const streamKeyForm = streamKeyInput.extend({
  streamId: z
    .union([z.literal(ALL_STREAMS).transform(() => null), streamKeyInput.shape.streamId], says('Choose a stream.'))
    .default(null),
});
