import { type MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import { apiClient } from '../../lib/api-client';
import { useHydrated } from '../../lib/hydrated';
import { Button } from '../../ui/Button';
import { useToast } from '../../ui/Toast';
import { endPush, pushState, type PushState, startPush } from './push-browser';

const WORDS: Record<PushState, { title: MessageDescriptor; hint: MessageDescriptor }> = {
  off: {
    title: msg`This browser shows no notices.`,
    hint: msg`It can show them also while Vilokanam is closed. Your browser asks you once.`,
  },
  on: { title: msg`This browser shows notices.`, hint: msg`Until you turn it off here, or sign out.` },
  denied: {
    title: msg`This browser was told not to show notices.`,
    hint: msg`Allow notifications for this site in the browser’s own settings, then come back.`,
  },
  unsupported: {
    title: msg`This browser cannot show notices.`,
    hint: msg`On an iPhone or iPad, add Vilokanam to the home screen first and open it from there.`,
  },
};

/** Whether this browser shows notices, and the way to change it. */
export function PushSwitch({ pushKey }: { pushKey: string | null }) {
  const { t } = useLingui();
  const hydrated = useHydrated();
  const say = useToast();
  const [state, setState] = useState<PushState | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    if (pushKey) void pushState().then(setState);
  }, [pushKey]);
  if (!pushKey)
    return (
      <p className="text-sm text-soft">
        <Trans>This site does not push to browsers.</Trans>
      </p>
    );
  if (!hydrated || state === null)
    return (
      <p className="text-sm text-soft">
        <Trans>Whether this browser can show notices is found out by a script.</Trans>
      </p>
    );

  const change = async (work: () => Promise<PushState>) => {
    setBusy(true);
    try {
      setState(await work());
    } catch {
      say({ message: t`That did not work, and nothing was changed. Try again in a moment.`, tone: 'problem' });
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
        <p className="font-medium">{t(title)}</p>
        <p className="mt-0.5 max-w-[55ch] text-xs text-soft">{t(hint)}</p>
      </div>
      {state === 'off' && (
        <Button onClick={() => void turnOn()} busy={busy}>
          <Trans>Show notices here</Trans>
        </Button>
      )}
      {state === 'on' && (
        <Button onClick={() => void turnOff()} busy={busy}>
          <Trans>Turn off</Trans>
        </Button>
      )}
    </div>
  );
}
