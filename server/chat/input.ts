import { z } from 'zod';
import { chatText } from '../../schemas/chat';
import { says } from '../../texts/says';
import { DAY } from '../clock';
import { messageId, streamId } from '../ids';

/** Longer than any stream lasts. */
const LONGEST_MS = 30 * DAY;

export const chatInput = z.object({ streamId });
export const olderInput = chatInput.extend({ before: messageId });
export const changesInput = chatInput.extend({ since: z.int().min(0) });
/** `atMs`: after the stream began. `after`: the line that the page before ended with. */
export const replayInput = chatInput.extend({
  atMs: z.int().min(0).max(LONGEST_MS),
  after: messageId.nullable().default(null),
});
export const sendInput = chatInput.extend({
  clientId: z.uuid(says('That is not an id.')),
  body: chatText,
  replyTo: messageId.nullable(),
});
export const messageInput = chatInput.extend({ id: messageId });
export const pinInput = chatInput.extend({ id: messageId.nullable() });
