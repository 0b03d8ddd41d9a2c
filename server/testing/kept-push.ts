import { type Push } from '../deps';

/** Pushes that would have been sent. */
export interface KeptPush extends Push {
  key: string | null;
  sent: { endpoint: string; payload: string; topic: string }[];
  /** Endpoints whose browsers are gone. */
  gone: Set<string>;
  /** The next so many fail, as when a push service is away. */
  failing: number;
}

export function keptPush(): KeptPush {
  const push: KeptPush = {
    key: 'a public key',
    sent: [],
    gone: new Set(),
    failing: 0,
    accepts: (endpoint) => endpoint.startsWith('https://'),
    send({ endpoint }, payload, { topic }) {
      if (push.failing > 0) {
        push.failing -= 1;
        return Promise.reject(new Error('the push service is away'));
      }
      if (push.gone.has(endpoint)) return Promise.resolve('gone');
      push.sent.push({ endpoint, payload, topic });
      return Promise.resolve('sent');
    },
  };
  return push;
}
