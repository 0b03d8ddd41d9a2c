import { WalletError } from './extensions';

/** What went wrong when the page asked the API or the wallet: a sentence for a person, and what of it belongs beside a field. */
export interface PageRefusal {
  /** The API's code; null when it was the wallet or the network. */
  code: string | null;
  message: string;
  fields: Record<string, string>;
}

/** Reads what was thrown on the way through API and wallet. */
export function readRefusal(problem: unknown): PageRefusal {
  if (problem instanceof WalletError) return { code: null, message: problem.message, fields: {} };
  const told = problem instanceof Error && 'data' in problem ? problem.data : null;
  if (problem instanceof Error && isTold(told)) return { ...told, message: problem.message };
  return {
    code: null,
    message: 'We could not reach the server. Nothing was done. Check your connection, then try again.',
    fields: {},
  };
}

function isTold(data: unknown): data is { code: string; fields: Record<string, string> } {
  return typeof data === 'object' && data !== null && 'code' in data && 'fields' in data;
}
