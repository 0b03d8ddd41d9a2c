import { useCallback, useEffect, useState } from 'react';
import { STAGE_TOPIC, type StageNow } from '../../../schemas/stage-wire';
import { type TickStream } from '../../../sdk/use-tick-stream';
import { type StageOf } from '../../lib/api';
import { type ApiClient, apiClient } from '../../lib/api-client';
import { readRefusal } from '../../lib/page-refusal';
import { useToast } from '../../ui/Toast';
import { readStageNow } from './read-stage';

/** Whose hand is up looks so often whether they are invited: what the room is told may be lost. */
const LOOK_EVERY_MS = 3_000;

/** The stage of a stream that is being watched, and one's own part in it. */
export interface StageHere extends Omit<StageOf, 'at' | 'seat'> {
  /** One's own, where one is on stage. */
  seat: string | null;
  busy: boolean;
  raise(): void;
  leave(): void;
  /** Whether it was accepted. */
  accept(): Promise<boolean>;
}

const NOBODY: StageOf = { at: 0, guests: [], mine: null, seat: '' };

export function useStage(streamId: string, { media, view, joined, snapshot }: TickStream): StageHere {
  const [known, setKnown] = useState<StageOf>(NOBODY);
  const [busy, setBusy] = useState(false);
  const say = useToast();
  const viewing = snapshot.connection === 'connected' ? (joined?.viewing ?? null) : null;
  const [shownOf, setShownOf] = useState(viewing);
  if (shownOf !== viewing) {
    setShownOf(viewing);
    setKnown(NOBODY);
  }

  const take = useCallback((told: StageNow & Partial<StageOf>) => {
    setKnown((before) => (told.at < before.at ? before : { ...before, ...told }));
  }, []);
  const look = useCallback(
    () =>
      viewing
        ? apiClient()
            .trpc.stage.of.query({ viewing })
            .then(take, () => undefined)
        : Promise.resolve(undefined),
    [viewing, take],
  );

  const phase = snapshot.phase?.kind;
  const unknown = view.guests.some((seat) => known.guests.every((guest) => guest.seat !== seat));
  // on entering, when the meter comes or goes, and when somebody is seen of whom nothing was told
  useEffect(() => void look(), [look, phase, unknown]);
  const waits = known.mine !== null;
  useEffect(() => {
    if (!waits) return;
    const timer = setInterval(() => void look(), LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [waits, look]);
  useEffect(
    () =>
      media.onReceived((topic, data) => {
        const told = topic === STAGE_TOPIC ? readStageNow(data) : null;
        if (!told) return;
        take(told);
        if (waits) void look();
      }),
    [media, waits, take, look],
  );

  const ask = async (work: (stage: ApiClient['trpc']['stage']) => Promise<unknown>): Promise<boolean> => {
    setBusy(true);
    try {
      await work(apiClient().trpc.stage);
      return true;
    } catch (thrown) {
      say({ message: readRefusal(thrown).message, tone: 'problem' });
      return false;
    } finally {
      await look();
      setBusy(false);
    }
  };
  return {
    guests: known.guests,
    mine: known.mine,
    seat: known.mine === 'onStage' ? known.seat : null,
    busy,
    raise: () => void ask((stage) => stage.raise.mutate({ streamId })),
    leave: () => void ask((stage) => stage.leave.mutate({ streamId })),
    accept: () => ask((stage) => stage.accept.mutate({ streamId })),
  };
}
