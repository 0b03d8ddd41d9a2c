import { Trans } from '@lingui/react/macro';
import { useBlocker } from '@remix-run/react';
import { useEffect } from 'react';
import { Button } from './Button';
import { AlertDialog, DialogCancel } from './Dialog';

interface LeaveGuardProps {
  /** Leaving would cost something just now. */
  on: boolean;
  /** The question, and what it would cost. */
  title: string;
  description: string;
}

/**
 * While it is on, nobody leaves the page by mistake: neither by a link nor by closing the tab. A
 * page has one.
 */
export function LeaveGuard({ on, title, description }: LeaveGuardProps) {
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => on && currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    if (!on) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [on]);
  return (
    <AlertDialog
      open={blocker.state === 'blocked'}
      onOpenChange={(open) => !open && blocker.reset?.()}
      title={title}
      description={description}
    >
      <DialogCancel>
        <Button>
          <Trans>Stay</Trans>
        </Button>
      </DialogCancel>
      <Button variant="danger" onClick={() => blocker.proceed?.()}>
        <Trans>Leave</Trans>
      </Button>
    </AlertDialog>
  );
}
