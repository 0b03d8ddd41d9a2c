import { type ApiErrorCode } from './error-codes';

/** What the server tells of a refused call, beside its sentence. */
export interface ApiErrorData {
  code: ApiErrorCode;
  /** What is wrong with the input, by field. */
  fields: Record<string, string>;
  retryAfterSeconds: number | null;
}

/** What a call of the API failed with: a code to switch on, a sentence for a person. */
export interface ApiError {
  /**
   * Null when the server was not reached; a newer server may have codes that are not known here.
   */
  code: ApiErrorCode | null;
  message: string;
  fields: Record<string, string>;
  retryAfterSeconds: number | null;
}

const NOT_REACHED: ApiError = {
  code: null,
  message: 'We could not reach the server. Nothing was done. Check your connection, then try again.',
  fields: {},
  retryAfterSeconds: null,
};

/** Reads what a call of the API threw. */
export function parseApiError(problem: unknown): ApiError {
  const data: unknown = problem instanceof Error && 'data' in problem ? problem.data : null;
  if (!(problem instanceof Error) || !isErrorData(data)) return NOT_REACHED;
  const { code, fields, retryAfterSeconds } = data;
  return {
    code: code as ApiErrorCode,
    message: problem.message,
    fields: fields as ApiError['fields'],
    retryAfterSeconds: typeof retryAfterSeconds === 'number' ? retryAfterSeconds : null,
  };
}

function isErrorData(data: unknown): data is Record<keyof ApiErrorData, unknown> {
  if (typeof data !== 'object' || data === null || !('code' in data) || !('fields' in data)) return false;
  return typeof data.code === 'string' && typeof data.fields === 'object' && data.fields !== null;
}

const PASSING: readonly (ApiErrorCode | null)[] = [null, 'unexpected', 'tooManyTries', 'mediaAway', 'chainAway'];

/** Whether the same call may well go through in a while: nobody has decided anything about it. */
export function isRetryable({ code }: Pick<ApiError, 'code'>): boolean {
  return PASSING.includes(code);
}
