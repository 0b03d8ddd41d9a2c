/** What is kept beside the file of a part: enough for another page to send it on. */
export interface PartNote {
  name: string;
  /** Whose it is: another account in the same browser leaves it alone. */
  account: string;
  stream: string;
  order: number;
  contentType: string;
  /** So many milliseconds after its stream began. */
  startsAtMs: number;
  video: string | null;
  /** How the server knows it, and by what it may be sent. */
  part: { id: string; token: string } | null;
  /** The recording is to go on when its stream does. */
  goesOn: boolean;
  /** The server has it whole: only the note is left. */
  whole: boolean;
}

/** Notes have one length, so that one write replaces another and none is ever half there. */
export const NOTE_BYTES = 4_096;

export function writeNote(note: PartNote): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(JSON.stringify(note));
  if (text.length > NOTE_BYTES) throw new Error('A note is too long.');
  const whole = new Uint8Array(NOTE_BYTES).fill(0x20);
  whole.set(text);
  return whole;
}

/** Null: no note of ours, or one that was never written to its end. */
export function readNote(text: string): PartNote | null {
  try {
    const read: unknown = JSON.parse(text);
    return isNote(read) ? read : null;
  } catch {
    return null;
  }
}

function isNote(value: unknown): value is PartNote {
  if (typeof value !== 'object' || value === null) return false;
  const note = value as Partial<Record<keyof PartNote, unknown>>;
  return (
    [note.name, note.account, note.stream, note.contentType].every((each) => typeof each === 'string') &&
    [note.order, note.startsAtMs].every((each) => typeof each === 'number') &&
    [note.goesOn, note.whole].every((each) => typeof each === 'boolean') &&
    (note.video === null || typeof note.video === 'string') &&
    (note.part === null || typeof note.part === 'object')
  );
}
