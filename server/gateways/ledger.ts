import { WsProvider } from '@polkadot/api';
import { type Ledger } from '../deps';

const ANSWER_WITHIN = 5_000;

/** The chain by JSON-RPC over a WebSocket that reconnects by itself, through the endpoints in turn. */
export function createLedger(endpoints: string[]): Ledger {
  const provider = new WsProvider(endpoints, 1_000, {}, ANSWER_WITHIN);
  provider.on('error', () => undefined); // health() tells; the provider goes on trying

  async function ask<Answer>(method: string, ...parameters: unknown[]): Promise<Answer> {
    await withDeadline(provider.isReady);
    return withDeadline(provider.send<Answer>(method, parameters));
  }
  const genesisHash = () => ask<string>('chain_getBlockHash', 0);
  async function finalizedHead() {
    const hash = await ask<string>('chain_getFinalizedHead');
    const header = await ask<{ number: string }>('chain_getHeader', hash);
    return { number: Number(header.number), hash };
  }

  return {
    genesisHash,
    finalizedHead,
    blockHash: (number) => ask<string | null>('chain_getBlockHash', number),
    async health() {
      try {
        const [name, head] = await Promise.all([ask<string>('system_chain'), finalizedHead()]);
        return { ok: true, detail: `${name}, block ${head.number}` };
      } catch (error) {
        return { ok: false, detail: error instanceof Error ? error.message : 'no answer' };
      }
    },
    close: () => provider.disconnect(),
  };
}

async function withDeadline<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the chain does not answer')), ANSWER_WITHIN);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
