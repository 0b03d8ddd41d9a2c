import { useEffect, useRef, useState } from 'react';
import { type Notice } from '../../lib/api';
import { apiClient } from '../../lib/api-client';
import { useToast } from '../../ui/Toast';

/** A page that is left at once opens no connection; one that ended is made anew after as long. */
const OPEN_AFTER_MS = 1_000;

/**
 * How many notices wait, as it changes. What comes is said once, however often it arrives: the
 * connection goes on from where it broke.
 */
export function useBell(told: number): number {
  const [live, setLive] = useState<{ unread: number } | null>(null);
  const seen = useRef(new Set<string>());
  const say = useToast();
  useEffect(() => {
    let last: string | undefined;
    let end: () => void;
    const open = (renewed: boolean) => {
      const { trpc, renewSocket } = apiClient();
      // the session has another name since, or the socket is from before it: the new cookie goes
      // with a new socket, and is refused for good where nobody is signed in any more
      const goOn = () => {
        renewSocket();
        openSoon(true);
      };
      const bell = trpc.notifications.bell.subscribe(
        { lastEventId: last },
        {
          onData({ id, data: { unread, fresh } }) {
            last = id;
            renewed = false;
            setLive({ unread });
            for (const notice of fresh.filter(({ id }) => !seen.current.has(id))) {
              seen.current.add(notice.id);
              announce(say, notice);
            }
          },
          onComplete: goOn,
          onError: () => renewed || goOn(),
        },
      );
      end = () => bell.unsubscribe();
    };
    const openSoon = (renewed = false) => {
      const timer = setTimeout(open, OPEN_AFTER_MS, renewed);
      end = () => clearTimeout(timer);
    };
    openSoon();
    return () => end();
  }, [say]);
  return live ? live.unread : told;
}

function announce(say: ReturnType<typeof useToast>, { title, text }: Notice): void {
  say({ message: text ? `${title}: ${text}` : title });
}
