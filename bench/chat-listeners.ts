// Some of the listeners of bench/chat.ts: a process of its own, for one cannot hold a hundred. Each
// joins the stream as anybody does, and keeps the chat as its page does.
import { ownNetwork } from '../e2e/network';
import { createChatSession } from '../app/features/chat/chat-session';
import { createRoomFeed } from '../app/features/chat/room-feed';
import { createNodeClient } from '../sdk/node-client';
import { createNodeMedia } from '../sdk/node-media';
import { memoryKeyStore, sessionKeys } from '../sdk/session-key';
import { systemTimers } from '../sdk/timers';
import { memoryVouchers } from '../sdk/voucher-store';
import { joinStream } from '../sdk/watching';
import { type StreamId } from '../server/ids';
import { type ApiProcedures } from '../server/trpc/root';
import { now, pause } from './engines';

/** What this process is asked by its parent. */
export type Question = { ask: 'join'; url: string; streamId: string; listeners: number } | { ask: 'seen' };
/** Which message was seen when: its name, and the machine's clock in milliseconds. */
export type Seen = [name: string, at: number][];

/** The topic of messages that did not come through the product; their text is their name alone. */
export const BARE_TOPIC = 'bare';

let seen: Seen = [];

process.on('message', (question: Question) => {
  if (question.ask === 'join') void join(question).then(() => process.send?.(null));
  else {
    process.send?.(seen);
    seen = [];
  }
});

async function join({ url, streamId, listeners }: Extract<Question, { ask: 'join' }>): Promise<void> {
  for (let count = 0; count < listeners; count += 1) await listen(url, streamId as StreamId);
}

async function listen(url: string, streamId: StreamId): Promise<void> {
  const client = createNodeClient<ApiProcedures>({ url, headers: ownNetwork() });
  const { chat } = client.trpc;
  const feed = createRoomFeed();
  const session = createChatSession({
    api: {
      before: (before) => chat.before.query({ streamId, before }),
      after: (since) => chat.after.query({ streamId, since }),
      send: () => Promise.reject(new Error('listeners say nothing')),
      delete: () => Promise.reject(new Error('listeners delete nothing')),
      pin: () => Promise.reject(new Error('listeners pin nothing')),
    },
    chat: await chat.recent.query({ streamId }),
    feed,
    timers: systemTimers,
    newId: () => '',
  });
  let shown = session.state.lines;
  session.onChange(() => {
    const at = now();
    const { lines } = session.state;
    for (const { clientId } of lines.slice(shown.length)) if (clientId) seen.push([clientId, at]);
    shown = lines;
  });
  session.begin();
  const media = createNodeMedia();
  const entered = new Promise<void>((resolve) => {
    joinStream({
      client,
      streamId,
      keys: sessionKeys(memoryKeyStore()),
      vouchers: memoryVouchers(),
      media: {
        ...media,
        async connect(door, events) {
          await media.connect(door, {
            ...events,
            received(topic, data) {
              if (topic === BARE_TOPIC) seen.push([nameIn(data), now()]);
              else feed.receive(topic, data);
            },
          });
          feed.setInRoom(true);
          resolve();
        },
      },
    });
  });
  await entered;
  await pause(100);
}

const nameIn = (data: Uint8Array) => (JSON.parse(new TextDecoder().decode(data)) as { name: string }).name;
