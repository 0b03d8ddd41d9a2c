import { z } from 'zod';
import { chatText } from '../../schemas/chat';
import { says } from '../../texts/says';
import { messageId, streamId } from '../ids';

export const chatInput = z.object({ streamId });
export const olderInput = chatInput.extend({ before: messageId });
export const changesInput = chatInput.extend({ since: z.int().min(0) });
export const sendInput = chatInput.extend({
  clientId: z.uuid(says('That is not an id.')),
  body: chatText,
  replyTo: messageId.nullable(),
});
export const messageInput = chatInput.extend({ id: messageId });
export const pinInput = chatInput.extend({ id: messageId.nullable() });
