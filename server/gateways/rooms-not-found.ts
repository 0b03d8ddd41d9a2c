import { ServerError } from 'livekit-server-sdk';

/** LiveKit answers not_found for whoever has left: that is an answer, not a failure. */
export async function ifFound<Answer, Fallback>(
  answer: Promise<Answer>,
  fallback: Fallback,
): Promise<Answer | Fallback> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ServerError && error.code === 'not_found') return fallback;
    throw error;
  }
}
