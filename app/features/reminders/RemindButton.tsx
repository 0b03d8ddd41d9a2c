import { Trans, useLingui } from '@lingui/react/macro';
import { useFetcher, useLocation } from '@remix-run/react';
import { Bell, BellRing } from 'lucide-react';
import { type Refusal } from '../../lib/api.server';
import { useHydrated } from '../../lib/hydrated';
import { signInPath } from '../../lib/safe-next';
import { Button, ButtonLink } from '../../ui/Button';
import { useRefusalToast } from '../../ui/Toast';

interface RemindButtonProps {
  stream: { id: string; reminded: boolean };
  signedIn: boolean;
}

/** Asks to be told before a stream begins, or not to be. */
export function RemindButton({ stream, signedIn }: RemindButtonProps) {
  const { t } = useLingui();
  const fetcher = useFetcher<{ refusal: Refusal | null }>({ key: `remind-${stream.id}` });
  const { pathname, search } = useLocation();
  const hydrated = useHydrated();
  useRefusalToast(fetcher.data?.refusal);
  if (!signedIn)
    return (
      <ButtonLink to={signInPath(pathname + search)} size="small">
        <Bell aria-hidden="true" className="size-4" /> <Trans>Remind me</Trans>
      </ButtonLink>
    );
  const asked = fetcher.formData?.get('do');
  const on = asked === undefined ? stream.reminded : asked === 'remind';
  return (
    <fetcher.Form method="post" action="/remind">
      <input type="hidden" name="id" value={stream.id} />
      <input type="hidden" name="do" value={on ? 'forget' : 'remind'} />
      {!hydrated && <input type="hidden" name="next" value={pathname + search} />}
      <Button type="submit" size="small" aria-pressed={on}>
        {on ? <BellRing aria-hidden="true" className="size-4" /> : <Bell aria-hidden="true" className="size-4" />}
        {on ? t`You will be reminded` : t`Remind me`}
      </Button>
    </fetcher.Form>
  );
}
