import {
  type Fragment,
  type FragmentLoaderConstructor,
  type FragmentLoaderContext,
  type HlsConfig,
  type Loader,
  type LoaderCallbacks,
  type LoaderConfiguration,
  type LoaderContext,
} from 'hls.js';

/** Resolves when this part of a video may be fetched. */
export type Secure = (fromMs: number, toMs: number, signal: AbortSignal) => Promise<void>;

type AnyLoader = new (config: HlsConfig) => Loader<LoaderContext>;

/**
 * Loads segments by another loader, each once its seconds are secured. What is read before segments
 * costs nothing, and is loaded at once.
 */
export function securingLoader(Base: AnyLoader, secure: Secure): FragmentLoaderConstructor {
  return class SecuringLoader implements Loader<FragmentLoaderContext> {
    readonly #inner: Loader<LoaderContext>;
    readonly #leaving = new AbortController();
    #callbacks: LoaderCallbacks<FragmentLoaderContext> | null = null;
    #loading = false;
    context: FragmentLoaderContext | null = null;

    constructor(config: HlsConfig) {
      this.#inner = new Base(config);
    }

    get stats() {
      return this.#inner.stats;
    }

    load(
      context: FragmentLoaderContext,
      config: LoaderConfiguration,
      callbacks: LoaderCallbacks<FragmentLoaderContext>,
    ): void {
      this.context = context;
      this.#callbacks = callbacks;
      const { frag } = context;
      if (frag.sn === 'initSegment') return this.#go(context, config, callbacks);
      const { stats } = this.#inner;
      // a wait for somebody’s word says nothing of the network: it is no time of loading
      stats.loading.start = Infinity;
      const [fromMs, toMs] = spanOf(frag);
      secure(fromMs, toMs, this.#leaving.signal).then(
        () => {
          if (this.#leaving.signal.aborted) return;
          stats.loading.start = 0;
          this.#go(context, config, callbacks);
        },
        (problem: unknown) => {
          if (this.#leaving.signal.aborted) return;
          callbacks.onError({ code: 402, text: String(problem) }, context, null, stats);
        },
      );
    }

    #go(
      context: FragmentLoaderContext,
      config: LoaderConfiguration,
      callbacks: LoaderCallbacks<FragmentLoaderContext>,
    ) {
      this.#loading = true;
      // the same context comes back to the callbacks
      this.#inner.load(context, config, callbacks as unknown as LoaderCallbacks<LoaderContext>);
    }

    abort(): void {
      const waiting = !this.#loading && !this.#leaving.signal.aborted;
      this.#leaving.abort();
      if (this.#loading) return this.#inner.abort();
      const { stats } = this.#inner;
      stats.aborted = true;
      if (waiting && this.context) this.#callbacks?.onAbort?.(stats, this.context, null);
    }

    destroy(): void {
      this.#leaving.abort();
      this.#callbacks = null;
      this.context = null;
      this.#inner.destroy();
    }

    getCacheAge(): number | null {
      return this.#inner.getCacheAge?.() ?? null;
    }

    getResponseHeader(name: string): string | null {
      return this.#inner.getResponseHeader?.(name) ?? null;
    }
  };
}

/**
 * When a segment plays, as its playlist says, in whole milliseconds as the server counts them: what
 * its pictures say of it may differ by a little.
 */
export function spanOf({
  playlistOffset,
  duration,
  tagList,
}: Pick<Fragment, 'playlistOffset' | 'duration' | 'tagList'>) {
  const written = Number(tagList.find(([name]) => name === 'INF')?.[1] ?? duration);
  const from = Math.round(playlistOffset * 1_000);
  return [from, from + Math.round(written * 1_000)] as const;
}
