import { useEffect, useState } from 'react';
import { apiClient } from '../../lib/api-client';
import { type FeedView, lookOn, NO_VIEW } from './look-on';

/**
 * Looks on at the feed of a stream while there is one, from one of two pages; another feed is
 * looked at anew.
 */
export function useFeedView(
  streamId: string,
  feedId: string | null,
  from: 'studio' | 'keys',
  received?: (topic: string, data: Uint8Array) => void,
): FeedView {
  const [seen, setSeen] = useState<{ of: string | null; view: FeedView }>({ of: null, view: NO_VIEW });
  useEffect(() => {
    if (feedId === null) return;
    return lookOn({
      door: () => apiClient().trpc.feeds.look.query({ id: streamId, from }),
      onChange: (view) => setSeen({ of: feedId, view }),
      received,
    });
  }, [streamId, feedId, from, received]);
  return seen.of === feedId ? seen.view : NO_VIEW;
}
