import { isRetryable, parseApiError } from '../../../sdk/api-error';
import { backoff } from '../../../sdk/backoff';
import { type Cancel, sleep, type Timers } from '../../../sdk/timers';
import { type Answers, type Chat, type ChatLine } from '../../lib/api';
import { type ChatAction, type ChatState, firstState, isMissing, type Outgoing, reduce } from './chat-state';
import { type RoomFeed } from './room-feed';

type Sent = Answers['chat']['send'];

/** What of the API a chat needs. */
export interface ChatApi {
  before(id: ChatLine['id']): Promise<Answers['chat']['before']>;
  after(since: number): Promise<Answers['chat']['after']>;
  send(message: { clientId: string; body: string; replyTo: ChatLine['id'] | null }): Promise<Sent>;
  delete(id: ChatLine['id']): Promise<unknown>;
  pin(id: ChatLine['id'] | null): Promise<unknown>;
}

/** A chat that is being read on this page. */
export interface ChatSession {
  readonly state: ChatState;
  onChange(listener: () => void): () => void;
  /** Follows what happens until the returned function is called. */
  begin(): () => void;
  send(body: string, replyTo: ChatLine | null): void;
  sendAgain(clientId: string): void;
  drop(clientId: string): void;
  readOlder(): Promise<void>;
  delete(id: ChatLine['id']): Promise<void>;
  pin(id: ChatLine['id'] | null): Promise<void>;
}

export interface ChatSessionOptions {
  api: ChatApi;
  chat: Chat;
  /** Without it, the page is never in the room and asks now and then. */
  feed: RoomFeed | null;
  timers: Timers;
  newId: () => string;
}

/** So often somebody who is not in the room asks what is new. */
const ASK_EVERY_MS = 3_000;
/** In the room packets tell; now and then it asks all the same, for the last one may be lost. */
const IN_ROOM_EVERY_MS = 20_000;
/** A packet that overtook another is waited for this long before what is missing is read. */
const GAP_MS = 300;
/** After entering the room: packets are lost until the server holds us to be there. */
const SETTLED_MS = 2_000;
/** A message is tried so often by itself, then only when its author wants. */
const TRIES = 5;

export function createChatSession({ api, chat, feed, timers, newId }: ChatSessionOptions): ChatSession {
  let state = firstState(chat);
  const listeners = new Set<() => void>();
  let reading: Promise<void> | null = null;
  let readingOlder = false;
  let wanted = false;
  let stopped = new AbortController();
  let stopAsking: Cancel = () => undefined;
  let stopGap: Cancel | null = null;
  let sending = Promise.resolve();

  const act = (action: ChatAction) => {
    const next = reduce(state, action);
    if (next === state) return;
    state = next;
    for (const listener of [...listeners]) listener();
  };

  const readChanges = async () => {
    for (let more = true; more && !stopped.signal.aborted;) {
      const changes = await api.after(state.revision);
      act({ kind: 'changesRead', ...changes });
      more = changes.more;
    }
  };
  /** One reading at a time; what was asked for meanwhile is read after it. */
  const catchUp = () => {
    wanted = true;
    reading ??= (async () => {
      while (wanted && !stopped.signal.aborted) {
        wanted = false;
        await readChanges().catch(() => undefined); // asked again in a while
      }
      reading = null;
    })();
  };
  const askInAWhile = () => {
    stopAsking();
    stopAsking = timers.setTimeout(
      () => {
        catchUp();
        askInAWhile();
      },
      feed?.inRoom ? IN_ROOM_EVERY_MS : ASK_EVERY_MS,
    );
  };

  const attempt = async ({ clientId, body, replyTo }: Outgoing) => {
    const isWanted = () => state.outgoing.some((one) => one.clientId === clientId);
    for (let tries = 0; isWanted() && !stopped.signal.aborted; tries += 1) {
      try {
        const sent = await api.send({ clientId, body, replyTo: replyTo?.id ?? null });
        return act('held' in sent ? { kind: 'held', clientId } : { kind: 'sent', line: sent.line });
      } catch (thrown) {
        const problem = parseApiError(thrown);
        if (!isRetryable(problem) || tries + 1 >= TRIES)
          return act({ kind: 'notSent', clientId, problem: problem.message });
        await sleep(timers, Math.max(backoff(tries), (problem.retryAfterSeconds ?? 0) * 1_000), stopped.signal);
      }
    }
  };
  /** One after the other, so that they are stored in the order in which they were written. */
  const inTurn = (message: Outgoing) => {
    sending = sending.then(() => attempt(message));
  };

  return {
    get state() {
      return state;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    begin() {
      stopped = new AbortController();
      const { signal } = stopped;
      const unlisten = feed?.listen({
        event(event) {
          act({ kind: 'event', event });
          if (!isMissing(state) || stopGap) return;
          stopGap = timers.setTimeout(() => {
            stopGap = null;
            if (isMissing(state)) catchUp();
          }, GAP_MS);
        },
        room(inRoom) {
          askInAWhile();
          if (!inRoom) return;
          catchUp();
          void sleep(timers, SETTLED_MS, signal).then(() => signal.aborted || catchUp());
        },
      });
      catchUp();
      askInAWhile();
      return () => {
        stopped.abort();
        stopAsking();
        stopGap?.();
        stopGap = null;
        unlisten?.();
      };
    },
    send(body, replyTo) {
      const message: Outgoing = { clientId: newId(), body, replyTo, problem: null, held: false };
      act({ kind: 'sending', message });
      inTurn(message);
    },
    sendAgain(clientId) {
      const message = state.outgoing.find((one) => one.clientId === clientId);
      if (!message) return;
      act({ kind: 'sendAgain', clientId });
      inTurn(message);
    },
    drop: (clientId) => act({ kind: 'dropped', clientId }),
    async readOlder() {
      const { older } = state;
      if (!older || readingOlder) return;
      readingOlder = true;
      try {
        act({ kind: 'olderRead', ...(await api.before(older)) });
      } finally {
        readingOlder = false;
      }
    },
    async delete(id) {
      await api.delete(id);
      catchUp();
    },
    async pin(id) {
      await api.pin(id);
      catchUp();
    },
  };
}
