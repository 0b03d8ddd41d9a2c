import { type Context } from 'hono';
import { type Deps } from '../deps';
import { takeHint } from '../rooms/take-hint';

/** Where LiveKit tells what happens in its rooms (`webhook.urls` in its configuration). */
export const LIVEKIT_PATH = '/livekit/webhook';
/** A webhook names a room, a participant and a track; this is far above it. */
export const LARGEST_HOOK = 64 * 1024;

/**
 * It comes from no page of ours: the signature is all that speaks for it, and without it nothing is
 * done.
 */
export async function answerLivekit(deps: Deps, c: Context): Promise<Response> {
  const hint = await deps.rooms.readHint(await c.req.text(), c.req.header('authorization'));
  if (!hint) return c.text('This is not signed by our media server.', 401);
  await takeHint(deps, hint);
  return c.body(null, 204);
}
