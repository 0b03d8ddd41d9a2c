import { useEffect, useRef, useState } from 'react';
import { type ChatLine } from '../../lib/api';
import { apiClient } from '../../lib/api-client';
import { type Blocked } from '../chat/fold';
import { grown, type Replay, wanted } from './replay';

/** What is known of a chat that was. */
export interface ReplayHere {
  known: Replay | null;
  blocked: Blocked;
  problem: boolean;
}

const NOBODY: Blocked = new Set<ChatLine['author']['id']>();
/** What could not be read is asked for again after so long. */
const AGAIN_MS = 5_000;

/** Reads the chat of a stream along with its recording: ahead of it, and anew after a leap. */
export function useReplay(streamId: string, ms: number): ReplayHere {
  const [here, setHere] = useState<ReplayHere>({ known: null, blocked: NOBODY, problem: false });
  const asking = useRef(false);
  const [tries, setTries] = useState(0);
  const needs = wanted(here.known, ms);
  useEffect(() => {
    if (needs === null || asking.current) return;
    asking.current = true;
    const { known } = here;
    const after = needs === 'more' ? (known?.next ?? null) : null;
    const atMs = Math.max(0, Math.floor(ms));
    let timer: ReturnType<typeof setTimeout> | undefined;
    apiClient()
      .trpc.chat.replay.query({ streamId, atMs, after })
      .finally(() => (asking.current = false))
      .then(({ lines, next, blocked }) => {
        // before the first line that came nothing is known, but the stream's beginning
        const first = lines[0]?.offset ?? 0;
        const fromMs = lines.length === 0 || first > atMs ? atMs : first;
        const anew = { fromMs: Math.min(fromMs, atMs), lines, next };
        setHere({
          known: needs === 'more' && known ? grown(known, lines, next) : anew,
          blocked: new Set(blocked),
          problem: false,
        });
      })
      .catch(() => {
        setHere((before) => ({ ...before, problem: true }));
        timer = setTimeout(() => setTries((before) => before + 1), AGAIN_MS);
      });
    return () => clearTimeout(timer);
    // asked once for each need, not for each moment
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [streamId, needs, here.known, tries]);
  return here;
}
