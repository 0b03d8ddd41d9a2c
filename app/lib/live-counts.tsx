import { createContext, useContext, useEffect, useSyncExternalStore } from 'react';
import { type Answers } from './api';

type Counted = Answers['discovery']['liveCounts']['streams'][number];
/** A stream as the page has it, which may be older than what is counted. */
interface Shown {
  id: Counted['id'];
  status: Counted['status'];
}

/** Its pictures as the page has them. */
interface Pictured {
  thumbnailUrl: string | null;
  coverUrl: string | null;
}

/** The API takes no more at once; what is further down moves when it is on a page of its own. */
const MOST = 50;

/** The streams that are on screen, and how many watch them now. */
export class LiveCounts {
  readonly #shown = new Map<Shown, Counted | undefined>();
  readonly #listeners = new Set<() => void>();
  #counted = new Map<string, Counted>();
  /** Of the lists on screen, what was live when they were read. */
  readonly #lists = new Set<{ version: string }>();

  show(stream: Shown): () => void {
    this.#shown.set(stream, undefined);
    return () => void this.#shown.delete(stream);
  }

  showList(version: string): () => void {
    const list = { version };
    this.#lists.add(list);
    return () => void this.#lists.delete(list);
  }

  listen = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  of(id: string): Counted | undefined {
    return this.#counted.get(id);
  }

  /** What is to be asked for; null while nothing on screen moves. */
  asked(): Counted['id'][] | null {
    const ids = new Set([...this.#shown.keys()].map(({ id }) => id));
    return ids.size === 0 && this.#lists.size === 0 ? null : [...ids].slice(0, MOST);
  }

  /** Takes an answer. True when the page is to be read anew: a stream began or ended. */
  take({ streams, version }: Answers['discovery']['liveCounts']): boolean {
    this.#counted = new Map(streams.map((stream) => [stream.id, stream]));
    for (const listener of this.#listeners) listener();
    const other = [...this.#lists].some((list) => list.version !== version);
    return other || [...this.#shown.keys()].some(({ id, status }) => (this.of(id)?.status ?? status) !== status);
  }
}

const Context = createContext<LiveCounts | null>(null);
export const LiveCountsProvider = Context.Provider;

const still = () => () => undefined;

/** How many watch a stream now; what the page said until something newer is known. */
export function useViewers({ id, status, currentViewers }: Shown & { currentViewers: number }): number {
  const counts = useContext(Context);
  useShown({ id, status });
  return useSyncExternalStore(
    counts?.listen ?? still,
    () => counts?.of(id)?.viewers ?? currentViewers,
    () => currentViewers,
  );
}

/** What is seen in a stream now; what the page said until something newer is known. */
export function useMoment({ id, status, thumbnailUrl, coverUrl }: Shown & Pictured): string | null {
  const counts = useContext(Context);
  const read = () => {
    const counted = status === 'live' ? counts?.of(id) : undefined;
    return counted ? (counted.moment ?? coverUrl) : thumbnailUrl;
  };
  return useSyncExternalStore(counts?.listen ?? still, read, () => thumbnailUrl);
}

/** Reads the page anew as soon as this stream begins or ends. */
export function useShown({ id, status }: Shown): void {
  const counts = useContext(Context);
  // of what is over, or is played from what is kept, nothing moves
  const moves = status === 'live' || status === 'scheduled';
  useEffect(() => (moves ? counts?.show({ id, status }) : undefined), [counts, id, status, moves]);
}

/** Reads the page anew whenever a stream begins or ends that everybody may see. */
export function useLiveList(version: string): void {
  const counts = useContext(Context);
  useEffect(() => counts?.showList(version), [counts, version]);
}
