import { z } from 'zod';

/** Control characters, and the marks that turn the direction of text around them. A line break may stay. */
// eslint-disable-next-line no-control-regex
const HIDDEN = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u;

/** Text that people will read: trimmed, in one Unicode form, without characters that hide or turn what is written. */
export function cleanText(min: number, max: number, message: string) {
  return z
    .string()
    .transform((text) => text.replace(/\r\n?/g, '\n').normalize('NFC').trim())
    .pipe(
      z
        .string()
        .min(min, message)
        .max(max, message)
        .refine((text) => !HIDDEN.test(text), 'Leave out hidden control characters.'),
    );
}
