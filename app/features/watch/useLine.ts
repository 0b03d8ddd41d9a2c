import { useCallback, useEffect, useState } from 'react';
import { parseApiError } from '../../../sdk/api-error';
import { apiClient } from '../../lib/api-client';
import { type Answers } from '../../lib/api';
import { type Entry } from './entry';

type Place = Answers['line']['take'];
const ASK_EVERY_MS = 5_000;

/** Standing in line before a full stream. */
export interface Line {
  /** Null: not in line. */
  position: number | null;
  /** What was said instead, when standing in line was refused. */
  problem: string | null;
  stand(): void;
  leave(): void;
}

/**
 * Waits for a place, and comes in by `enter` when it is one's turn. Whoever leaves the page gives
 * the place up.
 */
export function useLine(streamId: string, entry: Entry, full: boolean, enter: (place: string) => void): Line {
  const [waits, setWaits] = useState(false);
  const [place, setPlace] = useState<Place | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const { pass, adult } = entry;
  const active = waits && full;
  useEffect(() => {
    if (!active) return;
    const client = apiClient();
    let held: Place | null = null;
    let gone = false;
    const ask = async () => {
      try {
        const now: Place = held
          ? await client.trpc.line.keep.mutate({ id: held.id })
          : await client.trpc.line.take.mutate({ streamId, pass, adult });
        held = now;
        if (gone) return;
        setPlace(now);
        if (now.open) enter(now.id);
      } catch (error) {
        const { code, message } = parseApiError(error);
        if (code === 'notInLine') held = null;
        else if (code && !gone) {
          setProblem(message);
          setWaits(false);
        }
      }
    };
    void ask();
    const timer = setInterval(() => void ask(), ASK_EVERY_MS);
    return () => {
      gone = true;
      clearInterval(timer);
      setPlace(null);
      // whoever was let in has no place any more: giving it up is nothing then
      if (held) void client.trpc.line.leave.mutate({ id: held.id }).catch(() => undefined);
    };
  }, [active, streamId, pass, adult, enter]);
  const stand = useCallback(() => {
    setProblem(null);
    setWaits(true);
  }, []);
  const leave = useCallback(() => setWaits(false), []);
  return { position: active ? (place?.position ?? null) : null, problem, stand, leave };
}
