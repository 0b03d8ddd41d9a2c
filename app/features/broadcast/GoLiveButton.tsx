import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Button } from '../../ui/Button';
import { AlertDialog, DialogCancel } from '../../ui/Dialog';
import { ChangeWords, type PayeeNow } from '../security/PayeeWords';
import { EndButton } from './EndButton';
import { sendsSomething } from './studio-words';
import { type StudioInUse } from './useStudio';

/**
 * The one thing to do next: go live, go on, or end. Whoever would pay another wallet than a day ago
 * is asked first.
 */
export function GoLiveButton({
  streamId,
  inUse: { studio, sources, show, devices, fed },
  payee,
  onEnd,
}: {
  streamId: string;
  inUse: StudioInUse;
  /** Whom its seconds would pay; null when it is free. */
  payee: PayeeNow | null;
  onEnd: () => Promise<void>;
}) {
  const { t } = useLingui();
  const live = show.state.status === 'live';
  const [asking, setAsking] = useState(false);
  const changed = payee?.changed;
  const payable = !payee || payee.wallet !== null;
  if (fed || show.at === 'onAir' || show.at === 'mending')
    return <EndButton streamId={streamId} viewers={show.state.viewers} onEnd={onEnd} />;
  const goOnHere = async () => {
    await sources.turnOn();
    await studio.goLive();
  };
  if (show.at === 'elsewhere') {
    return (
      <Button variant="primary" size="large" className="max-sm:w-full" onClick={() => void goOnHere()}>
        <Trans>Go on from here</Trans>
      </Button>
    );
  }
  return (
    <div className="flex flex-wrap gap-3 max-sm:w-full">
      {live && <EndButton streamId={streamId} viewers={show.state.viewers} onEnd={onEnd} />}
      <Button
        variant="primary"
        size="large"
        className="max-sm:w-full"
        busy={show.at === 'starting'}
        disabled={!sendsSomething(devices) || (!payable && !live)}
        onClick={() => (changed && !live ? setAsking(true) : void studio.goLive())}
      >
        {live ? t`Go on` : t`Go live`}
      </Button>
      <AlertDialog
        open={asking}
        onOpenChange={setAsking}
        title={t`Is that the wallet to be paid?`}
        description={changed && <ChangeWords changed={changed} />}
      >
        <DialogCancel>
          <Button>
            <Trans>Not now</Trans>
          </Button>
        </DialogCancel>
        <Button
          variant="primary"
          onClick={() => {
            setAsking(false);
            void studio.goLive();
          }}
        >
          <Trans>It is, go live</Trans>
        </Button>
      </AlertDialog>
    </div>
  );
}
