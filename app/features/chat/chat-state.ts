import { type Chat, type ChatLine } from '../../lib/api';
import { type ChatEvent } from './read-event';

type Id = ChatLine['id'];

/** A message that is on its way. */
export interface Outgoing {
  clientId: string;
  body: string;
  replyTo: ChatLine | null;
  /** Why it was not sent; null while it is being tried. */
  problem: string | null;
  /** It arrived, and waits for somebody who keeps order. */
  held: boolean;
}

/** A chat as a page has it. */
export interface ChatState {
  /** By time, then by id: in whatever order they came, they stand in one. */
  lines: readonly ChatLine[];
  /** All changes up to this one are in `lines`, as far as these are loaded. */
  revision: number;
  /** Steps that came before an earlier one did. */
  ahead: readonly { from: number; revision: number }[];
  /** The revision at which each line was deleted: an older page may come after that. */
  deleted: ReadonlyMap<Id, number>;
  pinned: ChatLine | null;
  /** The revision at which that was so. */
  pinnedAt: number;
  older: Id | null;
  open: boolean;
  keepsOrder: boolean;
  outgoing: readonly Outgoing[];
}

/** Everything that can happen to it. */
export type ChatAction =
  | { kind: 'event'; event: ChatEvent }
  | { kind: 'changesRead'; lines: ChatLine[]; revision: number; pinned: ChatLine | null; open: boolean }
  | { kind: 'olderRead'; lines: ChatLine[]; older: Id | null }
  | { kind: 'sending'; message: Outgoing }
  | { kind: 'sent'; line: ChatLine }
  | { kind: 'held'; clientId: string }
  | { kind: 'notSent'; clientId: string; problem: string }
  | { kind: 'sendAgain'; clientId: string }
  | { kind: 'dropped'; clientId: string };

export function firstState(chat: Chat): ChatState {
  const { lines, revision, pinned, older, open, keepsOrder } = chat;
  const begun = { revision, pinned, pinnedAt: revision, older, open, keepsOrder };
  return { lines, ...begun, ahead: [], deleted: new Map(), outgoing: [] };
}

/** Whether something was missed: to be read from `revision` on. */
export function isMissing(state: ChatState): boolean {
  return state.ahead.length > 0;
}

/** What is said in whatever order and however often gives the same lines. */
export function reduce(state: ChatState, action: ChatAction): ChatState {
  switch (action.kind) {
    case 'event':
      return advance(take(state, action.event), [action.event]);
    case 'changesRead': {
      const { lines, revision, pinned, open } = action;
      const merged = withPinned(merge(state, lines), pinned, revision);
      return { ...advance(merged, [{ from: 0, revision }]), open };
    }
    case 'olderRead':
      return { ...merge(state, action.lines), older: action.older };
    case 'sending':
      return { ...state, outgoing: [...state.outgoing, action.message] };
    case 'sent':
      return merge(state, [action.line]);
    case 'held': {
      const change = (one: Outgoing) => (one.clientId === action.clientId ? { ...one, held: true } : one);
      return { ...state, outgoing: state.outgoing.map(change) };
    }
    case 'notSent':
    case 'sendAgain': {
      const problem = action.kind === 'notSent' ? action.problem : null;
      const change = (one: Outgoing) => (one.clientId === action.clientId ? { ...one, problem } : one);
      return { ...state, outgoing: state.outgoing.map(change) };
    }
    case 'dropped':
      return { ...state, outgoing: state.outgoing.filter(({ clientId }) => clientId !== action.clientId) };
  }
}

function take(state: ChatState, event: ChatEvent): ChatState {
  switch (event.kind) {
    case 'lines':
      return merge(state, event.lines);
    case 'pinned':
      return withPinned(state, event.line, event.revision);
    case 'deleted': {
      const deleted = new Map(state.deleted);
      for (const id of event.ids) deleted.set(id, Math.max(event.revision, deleted.get(id) ?? 0));
      const gone = new Set<Id>(event.ids);
      const lines = state.lines.map((line) => (gone.has(line.id) ? shown(line, deleted) : line));
      const unpinned = state.pinned && gone.has(state.pinned.id) && state.pinnedAt < event.revision;
      return { ...state, deleted, lines, ...(unpinned ? { pinned: null, pinnedAt: event.revision } : {}) };
    }
  }
}

/** A line as it is to be shown: one that was deleted after it was read has no words any more. */
function shown(line: ChatLine, deleted: ChatState['deleted']): ChatLine {
  const at = deleted.get(line.id);
  if (at === undefined || line.deleted || line.revision >= at) return line;
  return { ...line, revision: at, deleted: true, body: '', mentions: [], replyTo: null };
}

function merge(state: ChatState, added: readonly ChatLine[]): ChatState {
  if (added.length === 0) return state;
  const arrived = new Set(added.map(({ clientId }) => clientId));
  const outgoing = state.outgoing.filter(({ clientId }) => !arrived.has(clientId));
  return { ...state, lines: withLines(state, added), outgoing };
}

function withLines(state: ChatState, added: readonly ChatLine[]): readonly ChatLine[] {
  // what is new is nearly always said last: however many lines there are, they are not looked at
  const goesOn = added.every((line, at) => {
    const before = at > 0 ? added[at - 1] : state.lines.at(-1);
    return !before || inOrder(before, line) < 0;
  });
  if (goesOn) return [...state.lines, ...added.map((line) => shown(line, state.deleted))];
  const known = new Map(state.lines.map((line) => [line.id, line]));
  for (const line of added) {
    const before = known.get(line.id);
    if (!before || line.revision >= before.revision) known.set(line.id, shown(line, state.deleted));
  }
  return [...known.values()].sort(inOrder);
}

function inOrder(a: ChatLine, b: ChatLine): number {
  return a.sentAt.getTime() - b.sentAt.getTime() || (a.id < b.id ? -1 : Number(a.id > b.id));
}

function withPinned(state: ChatState, pinned: ChatLine | null, at: number): ChatState {
  return at < state.pinnedAt ? state : { ...state, pinned: pinned && shown(pinned, state.deleted), pinnedAt: at };
}

/** Goes on as far as the steps join; what does not join yet is kept. */
function advance(state: ChatState, steps: readonly { from: number; revision: number }[]): ChatState {
  let { revision } = state;
  let ahead = [...state.ahead, ...steps.map((step) => ({ from: step.from, revision: step.revision }))];
  for (let joined = true; joined;) {
    const next = ahead.filter(({ from }) => from <= revision);
    joined = next.some((step) => step.revision > revision);
    revision = Math.max(revision, ...next.map((step) => step.revision));
    ahead = ahead.filter((step) => step.revision > revision);
  }
  return { ...state, revision, ahead };
}
