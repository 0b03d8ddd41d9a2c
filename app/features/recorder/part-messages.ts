import { type PartNote } from './part-note';

/** What a page asks the worker that has the files. */
export type PartRequest =
  | { do: 'find' }
  | { do: 'open'; name: string; create: boolean }
  | { do: 'append'; name: string; bytes: ArrayBuffer }
  | { do: 'read'; name: string; from: number; to: number }
  | { do: 'hash'; name: string }
  | { do: 'note'; note: PartNote }
  | { do: 'close'; name: string }
  | { do: 'removeMedia'; name: string }
  | { do: 'remove'; name: string };

/** What it answers, and that a second has passed. */
export type PartReply = { id: number; value: unknown } | { id: number; problem: string } | { tick: true };

/** What a file system says no by, as browsers name it. */
export type FileProblemName = 'QuotaExceededError' | 'NotFoundError';

/** A part that is kept here. */
export interface FoundPart {
  note: PartNote;
  bytes: number;
}
