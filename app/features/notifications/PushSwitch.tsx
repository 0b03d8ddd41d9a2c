import { useEffect, useState } from 'react';
import { apiClient } from '../../lib/api-client';
import { useHydrated } from '../../lib/hydrated';
import { Button } from '../../ui/Button';
import { useToast } from '../../ui/Toast';
import { endPush, pushState, type PushState, startPush } from './push-browser';

const WORDS: Record<PushState, { title: string; hint: string }> = {
  off: {
    title: 'This browser shows no notices.',
    hint: 'It can show them also while Vilokanam is closed. Your browser asks you once.',
  },
  on: { title: 'This browser shows notices.', hint: 'Until you turn it off here, or sign out.' },
  denied: {
    title: 'This browser was told not to show notices.',
    hint: 'Allow notifications for this site in the browser’s own settings, then come back.',
  },
  unsupported: {
    title: 'This browser cannot show notices.',
    hint: 'On an iPhone or iPad, add Vilokanam to the home screen first and open it from there.',
  },
};

/** Whether this browser shows notices, and the way to change it. */
export function PushSwitch({ pushKey }: { pushKey: string | null }) {
  const hydrated = useHydrated();
  const say = useToast();
  const [state, setState] = useState<PushState | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    if (pushKey) void pushState().then(setState);
  }, [pushKey]);
  if (!pushKey) return <p className="text-sm text-soft">This site does not push to browsers.</p>;
  if (!hydrated || state === null)
    return <p className="text-sm text-soft">Whether this browser can show notices is found out by a script.</p>;

  const change = async (work: () => Promise<PushState>) => {
    setBusy(true);
    try {
      setState(await work());
    } catch {
      say({ message: 'That did not work, and nothing was changed. Try again in a moment.', tone: 'problem' });
    } finally {
      setBusy(false);
    }
  };
  const api = () => apiClient().trpc.notifications;
  const turnOn = () => change(() => startPush(pushKey, (target) => api().subscribePush.mutate(target)));
  const turnOff = () => change(() => endPush((endpoint) => api().unsubscribePush.mutate({ endpoint })));
  const { title, hint } = WORDS[state];
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
      <div aria-live="polite" className="min-w-0 text-sm">
        <p className="font-medium">{title}</p>
        <p className="mt-0.5 max-w-[55ch] text-xs text-soft">{hint}</p>
      </div>
      {state === 'off' && (
        <Button onClick={() => void turnOn()} busy={busy}>
          Show notices here
        </Button>
      )}
      {state === 'on' && (
        <Button onClick={() => void turnOff()} busy={busy}>
          Turn off
        </Button>
      )}
    </div>
  );
}
