/** What the API said no with, as far as the caller is to know. */
export interface Told {
  /** The API's code; null when it was not reached. */
  code: string | null;
  message: string;
  retryAfterSeconds: number | null;
}

/** Reads what a call of the API threw. */
export function toldBy(problem: unknown): Told {
  const data: unknown = problem instanceof Error && 'data' in problem ? problem.data : null;
  if (problem instanceof Error && typeof data === 'object' && data !== null && 'code' in data) {
    const wait =
      'retryAfterSeconds' in data && typeof data.retryAfterSeconds === 'number' ? data.retryAfterSeconds : null;
    return { code: String(data.code), message: problem.message, retryAfterSeconds: wait };
  }
  return { code: null, message: 'The server could not be reached.', retryAfterSeconds: null };
}

/** Whether the same call may well go through in a while: nobody has decided anything about it. */
export function passes({ code }: Told): boolean {
  return code === null || ['unexpected', 'tooManyTries', 'mediaAway', 'chainAway'].includes(code);
}
