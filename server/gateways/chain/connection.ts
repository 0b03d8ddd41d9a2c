import { ApiPromise, WsProvider } from '@polkadot/api';
import { type Logger } from 'pino';
import { type Timers } from '../../../sdk/timers';
import { withTimeout } from '../../with-timeout';

const RETRY_AFTER = 1_000;
const CONNECT_WITHIN = 5_000;
/**
 * Chopsticks does one thing at a time: while it executes a batch of a hundred vouchers, everything
 * else waits.
 */
const ANSWER_WITHIN = 60_000;

/**
 * Extensions of pallet-revive that put nothing into a transaction and nothing under its signature.
 */
export const SIGNED_EXTENSIONS = { EthSetOrigin: { extrinsic: {}, payload: {} } };

/**
 * The chain does not answer in time, or is not there. Whether it did what it was asked is not
 * known.
 */
export class ChainAway extends Error {
  override readonly name = 'ChainAway';
}

/** A line to the chain that opens itself again, through the endpoints in turn. */
export interface Connection {
  /** One JSON-RPC question; needs nothing of the chain's metadata. */
  ask<Answer>(method: string, ...parameters: unknown[]): Promise<Answer>;
  /** The chain's types and calls, as they are now. */
  api(): Promise<ApiPromise>;
  /**
   * Grows whenever the line was opened: what was learnt of the chain before may not hold any more.
   */
  epoch(): number;
  /** Resolves when the line is open. */
  connected(milliseconds?: number): Promise<void>;
  /**
   * Follows a JSON-RPC subscription until `stop` is called; `lost` is called when the line breaks,
   * for then nothing comes any more.
   */
  follow(subscription: Subscription): Promise<() => void>;
  /**
   * Says in good time that an answer does not come; one error for all that can happen to the line.
   */
  guarded<T>(answer: Promise<T>, milliseconds?: number): Promise<T>;
  close(): Promise<void>;
}

interface Subscription {
  type: string;
  method: string;
  unsubscribe: string;
  parameters: unknown[];
  heard(word: unknown): void;
  lost(): void;
}

export function createConnection(endpoints: string[], { log, timers }: { log: Logger; timers: Timers }): Connection {
  let epoch = 0;
  let closed = false;
  /** Whom to tell when the line is open, through whichever provider. */
  const waiting = new Set<() => void>();
  let provider = open();
  /** What is known of the chain's runtime, and as of which opening of the line that was checked. */
  let built: { api: ApiPromise; genesis: string; epoch: number } | null = null;
  let building: Promise<ApiPromise> | null = null;

  function open() {
    const opened = new WsProvider(endpoints, RETRY_AFTER, {}, ANSWER_WITHIN);
    opened.on('connected', () => {
      epoch += 1;
      for (const tell of waiting) tell();
    });
    opened.on('error', () => undefined); // health() tells; the provider goes on trying
    return opened;
  }

  async function connected(milliseconds = CONNECT_WITHIN): Promise<void> {
    if (provider.isConnected) return;
    if (closed) throw new ChainAway('the line to the chain was closed');
    let tell: () => void = () => undefined;
    const opened = new Promise<void>((resolve) => (tell = resolve));
    waiting.add(tell);
    await guarded(opened, milliseconds).finally(() => waiting.delete(tell));
  }

  async function ask<Answer>(method: string, ...parameters: unknown[]): Promise<Answer> {
    await connected();
    return guarded(provider.send<Answer>(method, parameters));
  }

  async function api(): Promise<ApiPromise> {
    await connected();
    if (built?.epoch === epoch) return built.api;
    building ??= meet().finally(() => (building = null));
    return building;
  }

  /**
   * After each opening of the line: the same chain with the same runtime goes on, another one is
   * learnt anew.
   */
  async function meet(): Promise<ApiPromise> {
    const now = epoch;
    const [genesis, runtime] = await Promise.all([
      ask<string>('chain_getBlockHash', 0),
      ask<{ specName: string; specVersion: number }>('state_getRuntimeVersion'),
    ]);
    const same =
      built?.genesis === genesis &&
      built.api.runtimeVersion.specName.toString() === runtime.specName &&
      built.api.runtimeVersion.specVersion.toNumber() === runtime.specVersion;
    if (built && same) {
      built.epoch = now;
      return built.api;
    }
    if (built) {
      log.info({ genesis, ...runtime }, 'another chain or runtime is there now');
      await startOver(built.api);
      await connected();
    }
    return learn(genesis);
  }

  async function learn(genesis: string): Promise<ApiPromise> {
    const now = epoch;
    const fresh = new ApiPromise({ provider, noInitWarn: true, signedExtensions: SIGNED_EXTENSIONS });
    try {
      await guarded(fresh.isReadyOrError);
    } catch (error) {
      await startOver(fresh); // it would go on trying by itself, beside the next one
      throw error;
    }
    built = { api: fresh, genesis, epoch: now };
    return fresh;
  }

  async function startOver(old: ApiPromise) {
    built = null;
    await old.disconnect().catch(() => undefined);
    if (!closed) provider = open();
  }

  async function guarded<T>(answer: Promise<T>, milliseconds = ANSWER_WITHIN): Promise<T> {
    try {
      return await withTimeout(timers, milliseconds, answer, () => new ChainAway('the chain does not answer'));
    } catch (error) {
      if (error instanceof Error && LINE_BROKE.test(error.message)) throw new ChainAway('the line to the chain broke');
      throw error;
    }
  }

  return {
    ask,
    api,
    guarded,
    epoch: () => epoch,
    connected,
    async follow({ type, method, unsubscribe, parameters, heard, lost }) {
      await connected();
      const through = provider;
      const off = through.on('disconnected', lost);
      const told = (error: Error | null, word: unknown) => {
        if (!error) heard(word);
      };
      const id = await guarded(through.subscribe(type, method, parameters, told)).catch((error: unknown) => {
        off();
        throw error;
      });
      return () => {
        off();
        // a subscription that the chain ended by itself is unknown to it by now
        through.unsubscribe(type, unsubscribe, id).catch(() => undefined);
      };
    },
    async close() {
      closed = true;
      await (built?.api.disconnect() ?? provider.disconnect());
    },
  };
}

/**
 * How the library speaks of a line that is not there, among words of its own and the whole request.
 */
const LINE_BROKE = /disconnected from|WebSocket is not connected|No response received/;

/** An error that the chain itself answered with: it has read the request. */
export function isAnswer(error: unknown): error is Error & { code: number } {
  return error instanceof Error && typeof (error as { code?: unknown }).code === 'number';
}
