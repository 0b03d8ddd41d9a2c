import { apiClient } from '../../lib/api-client';
import { type TransactionView } from './purse-types';
import { readRefusal } from '../../lib/page-refusal';

const LOOK_EVERY_MS = 1_200;
/**
 * A page that was reloaded while it sent may look before the server has taken it: so often it looks
 * again.
 */
const LOOKS_FOR_UNSENT = 5;

/** What is known of a transaction that was signed. */
export type Sighting =
  | { kind: 'seen'; transaction: TransactionView }
  /** The server does not answer; the transaction goes on without us. */
  | { kind: 'outOfSight' }
  /** It never reached the server, so it was not sent. */
  | { kind: 'neverSent' };

/** Looks after a transaction until it is final, has failed, or nobody wants to know any more. */
export async function watchTransaction(
  id: string,
  signal: AbortSignal,
  tell: (sighting: Sighting) => void,
): Promise<void> {
  const { trpc } = apiClient();
  let unsent = 0;
  while (!signal.aborted) {
    const sighting = await trpc.purse.transaction.query({ id }, { signal }).then(
      (transaction): Sighting => ({ kind: 'seen', transaction }),
      (problem: unknown): Sighting => ({ kind: readRefusal(problem).code === 'notFound' ? 'neverSent' : 'outOfSight' }),
    );
    if (signal.aborted) return;
    const waiting = sighting.kind === 'seen' && sighting.transaction.status === 'prepared';
    if (waiting && (unsent += 1) >= LOOKS_FOR_UNSENT) return tell({ kind: 'neverSent' });
    if (!waiting) tell(sighting);
    if (sighting.kind === 'neverSent' || (sighting.kind === 'seen' && isOver(sighting.transaction))) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

function isOver({ status }: TransactionView): boolean {
  return status === 'finalized' || status === 'failed';
}
