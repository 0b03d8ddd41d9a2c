import { useEffect, useRef, useState } from 'react';
import { type Notice } from '../../lib/api';
import { createApiClient } from '../../lib/api-client';
import { useToast } from '../../ui/Toast';

/**
 * How many notices wait, as it changes. What comes is said once, however often it arrives: the
 * connection goes on from where it broke.
 */
export function useBell(told: number): number {
  const [live, setLive] = useState<{ told: number; unread: number } | null>(null);
  const seen = useRef(new Set<string>());
  const say = useToast();
  useEffect(() => {
    const { trpc, close } = createApiClient();
    const bell = trpc.notifications.bell.subscribe(
      {},
      {
        onData({ data: { unread, fresh } }) {
          setLive({ told, unread });
          for (const notice of fresh.filter(({ id }) => !seen.current.has(id))) {
            seen.current.add(notice.id);
            announce(say, notice);
          }
        },
      },
    );
    return () => {
      bell.unsubscribe();
      void close();
    };
    // the connection outlives what the pages are told meanwhile
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  return live ? live.unread : told;
}

function announce(say: ReturnType<typeof useToast>, { title, text }: Notice): void {
  say({ message: text ? `${title}: ${text}` : title });
}
