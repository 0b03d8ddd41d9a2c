import { useEffect, useState, useSyncExternalStore } from 'react';
import { systemTimers } from '../../../sdk/timers';
import { type Chat } from '../../lib/api';
import { apiClient } from '../../lib/api-client';
import { type ChatApi, type ChatSession, createChatSession } from './chat-session';
import { type RoomFeed } from './room-feed';

/** The chat of a stream, for as long as the page shows it. */
export function useChat(streamId: string, chat: Chat, feed: RoomFeed | null): ChatSession {
  const [session] = useState(() => {
    const newId = () => crypto.randomUUID();
    return createChatSession({ api: chatApi(streamId), chat, feed, timers: systemTimers, newId });
  });
  const [atFirst] = useState(session.state);
  useSyncExternalStore(
    session.onChange,
    () => session.state,
    () => atFirst,
  );
  useEffect(() => session.begin(), [session]);
  return session;
}

function chatApi(streamId: string): ChatApi {
  const chat = () => apiClient().trpc.chat;
  return {
    before: (before) => chat().before.query({ streamId, before }),
    after: (since) => chat().after.query({ streamId, since }),
    send: (message) => chat().send.mutate({ streamId, ...message }),
    delete: (id) => chat().delete.mutate({ streamId, id }),
    pin: (id) => chat().pin.mutate({ streamId, id }),
  };
}
