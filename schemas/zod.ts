import * as z from 'zod';

// Zod would make code from text to be faster, which the pages' content security policy reports as
// an attempt.
if (typeof document !== 'undefined') z.config({ jitless: true });

export { z };
