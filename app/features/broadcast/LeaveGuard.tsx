import { Trans, useLingui } from '@lingui/react/macro';
import { useBlocker } from '@remix-run/react';
import { useEffect } from 'react';
import { Button } from '../../ui/Button';
import { AlertDialog, DialogCancel } from '../../ui/Dialog';

/**
 * While it is live, nobody leaves the page by mistake: neither by a link nor by closing the tab.
 */
export function LeaveGuard({ live }: { live: boolean }) {
  const { t } = useLingui();
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => live && currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    if (!live) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [live]);
  return (
    <AlertDialog
      open={blocker.state === 'blocked'}
      onOpenChange={(open) => !open && blocker.reset?.()}
      title={t`Leave while you are live?`}
      description={t`Nothing goes out any more, and nobody pays. Come back within a minute and the stream goes on; otherwise it ends.`}
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
