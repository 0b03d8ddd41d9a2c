/** Why nothing is recorded, or what was recorded does not leave. */
export type Trouble =
  /** The browser keeps no files for a page. */
  | 'noStorage'
  /** It has no room left for them. */
  | 'storageFull'
  /** It records nothing that we can play. */
  | 'noRecorder'
  /** Its recorder broke again and again. */
  | 'recorderBroke';

/** A file of a recording that this browser keeps until the server has it. */
export interface Part {
  /** Of its file here. */
  name: string;
  /** In this order they are played. */
  order: number;
  stream: string;
  /** The recording that it belongs to; null until the server has named it. */
  video: string | null;
  at: 'recording' | 'waiting' | 'taken';
  recorded: number;
  /** So much of it the server has. */
  taken: number;
}

/** All of recording in one page: what is wished, and every part that is kept here. */
export interface RecorderState {
  /** Its creator wants it recorded. */
  wanted: boolean;
  parts: readonly Part[];
  /** Bytes of parts that the server has whole, and that are not kept here any more. */
  gone: number;
  trouble: Trouble | null;
  /** How sending goes: `broken` mends itself; a sentence says what the server refused. */
  sending: 'well' | 'broken' | { refused: string };
  /** Recordings that were sent whole from this page. */
  finished: number;
}

export const NOTHING_RECORDED: RecorderState = Object.freeze({
  wanted: false,
  parts: [],
  gone: 0,
  trouble: null,
  sending: 'well',
  finished: 0,
});

export type RecorderEvent =
  | { type: 'wanted'; on: boolean }
  /** Parts that an earlier page left here. */
  | { type: 'found'; parts: readonly Part[] }
  | { type: 'begun'; part: Part }
  | { type: 'recorded'; name: string; bytes: number }
  | { type: 'ended'; name: string }
  | { type: 'named'; name: string; video: string | null }
  | { type: 'taken'; name: string; bytes: number }
  | { type: 'whole'; name: string }
  | { type: 'finished'; video: string }
  | { type: 'dropped'; name: string }
  | { type: 'sending'; how: RecorderState['sending'] }
  | { type: 'trouble'; trouble: Trouble };

/** What has become of it. Events about parts that are not known any more change nothing. */
export function afterEvent(state: RecorderState, event: RecorderEvent): RecorderState {
  switch (event.type) {
    case 'wanted':
      // whoever tries again is not shown what was wrong before
      return { ...state, wanted: event.on, trouble: event.on ? null : state.trouble };
    case 'found':
      return { ...state, parts: inOrder([...state.parts, ...event.parts.filter(({ name }) => !has(state, name))]) };
    case 'begun':
      return has(state, event.part.name) ? state : { ...state, parts: inOrder([...state.parts, event.part]) };
    case 'recorded':
      return changePart(state, event.name, (part) => ({ ...part, recorded: part.recorded + event.bytes }));
    case 'ended':
      return changePart(state, event.name, (part) => (part.at === 'recording' ? { ...part, at: 'waiting' } : part));
    case 'named':
      return changePart(state, event.name, (part) => ({ ...part, video: event.video }));
    case 'taken':
      // an answer that comes late says less than what is known
      return changePart(state, event.name, (part) => ({
        ...part,
        taken: Math.max(part.taken, Math.min(event.bytes, part.recorded)),
      }));
    case 'whole':
      return changePart(state, event.name, (part) => ({ ...part, at: 'taken', taken: part.recorded }));
    case 'finished': {
      const of = state.parts.filter(({ video }) => video === event.video);
      return {
        ...state,
        parts: state.parts.filter((part) => !of.includes(part)),
        gone: state.gone + sum(of, ({ recorded }) => recorded),
        finished: state.finished + 1,
      };
    }
    case 'dropped':
      return { ...state, parts: state.parts.filter(({ name }) => name !== event.name) };
    case 'sending':
      return { ...state, sending: event.how };
    case 'trouble':
      return { ...state, trouble: event.trouble };
  }
}

/** Where recording stands, in one word. */
export type Stage =
  /** Nothing is recorded, and nothing waits. */
  | 'idle'
  /** It is wanted, and there is nothing to record just now. */
  | 'resting'
  | 'recording'
  /** Stopped: the last bytes are being written. */
  | 'finishing'
  /** All is written, and some of it is still here. */
  | 'uploading'
  /** All that was recorded here is with the server. */
  | 'done'
  /** It was wanted, and cannot be. */
  | 'failed';

export function stageOf(state: RecorderState): Stage {
  const { wanted, parts, trouble, finished } = state;
  if (parts.some(({ at }) => at === 'recording')) return wanted ? 'recording' : 'finishing';
  if (trouble) return 'failed';
  if (wanted) return 'resting';
  if (parts.length > 0) return 'uploading';
  return finished > 0 ? 'done' : 'idle';
}

/** How much was recorded, how much of it the server has, and how much waits here. */
export function figuresOf({ parts, gone }: RecorderState): { recorded: number; taken: number; waiting: number } {
  const recorded = gone + sum(parts, (part) => part.recorded);
  const taken = gone + sum(parts, (part) => part.taken);
  return { recorded, taken, waiting: recorded - taken };
}

/** The part whose turn it is: the first that the server does not have whole. */
export function nextPart({ parts }: RecorderState): Part | null {
  return parts.find(({ at }) => at !== 'taken') ?? null;
}

/** A recording of which the server has every part that was here; null while there is none. */
export function wholeVideo({ parts }: RecorderState, mayFinish: (part: Part) => boolean): string | null {
  const whole = parts.find(
    ({ video, stream }) =>
      video !== null &&
      parts
        .filter((other) => other.video === video || (other.video === null && other.stream === stream))
        .every((other) => other.at === 'taken' && mayFinish(other)),
  );
  return whole?.video ?? null;
}

function has({ parts }: RecorderState, name: string): boolean {
  return parts.some((part) => part.name === name);
}

function changePart(state: RecorderState, name: string, change: (part: Part) => Part): RecorderState {
  if (!has(state, name)) return state;
  return { ...state, parts: state.parts.map((part) => (part.name === name ? change(part) : part)) };
}

function inOrder(parts: readonly Part[]): Part[] {
  return [...parts].sort((a, b) => a.order - b.order);
}

function sum(parts: readonly Part[], of: (part: Part) => number): number {
  return parts.reduce((all, part) => all + of(part), 0);
}
