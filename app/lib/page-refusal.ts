import { type ApiError, parseApiError } from '../../sdk/api-error';
import { WalletError } from './wallets/extensions';

/**
 * What went wrong when the page asked the API or the wallet: a sentence for a person, and what of
 * it belongs beside a field.
 */
export interface PageRefusal extends Pick<ApiError, 'message' | 'fields'> {
  /** The API's code, or what the page itself found; null when it was the wallet or the network. */
  code: ApiError['code'] | 'notAsAsked' | 'anotherContract';
}

/** Reads what was thrown on the way through API and wallet. */
export function readRefusal(problem: unknown): PageRefusal {
  return problem instanceof WalletError ? { code: null, message: problem.message, fields: {} } : parseApiError(problem);
}
