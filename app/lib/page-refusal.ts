import { type ApiError, parseApiError } from '../../sdk/api-error';
import { says } from '../../texts/says';
import { WalletError } from './wallets/extensions';

/**
 * What went wrong when the page asked the API or the wallet: a sentence for a person, and what of
 * it belongs beside a field.
 */
export interface PageRefusal extends Pick<ApiError, 'message' | 'fields'> {
  /** The API's code, or what the page itself found; null when it was the wallet or the network. */
  code: ApiError['code'] | 'notAsAsked' | 'anotherContract';
}

/** The SDK says the same in English. */
const NOT_REACHED = says('We could not reach the server. Nothing was done. Check your connection, then try again.');

/** Reads what was thrown on the way through API and wallet; its sentences are marked by `says`. */
export function readRefusal(problem: unknown): PageRefusal {
  if (problem instanceof WalletError) return { code: null, message: problem.message, fields: {} };
  const refusal = parseApiError(problem);
  return refusal.code === null ? { ...refusal, message: NOT_REACHED } : refusal;
}
