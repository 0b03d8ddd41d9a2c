import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Button } from '../../ui/Button';
import { AlertDialog, DialogCancel } from '../../ui/Dialog';
import { RaidDialog } from '../raids/RaidDialog';

/** Ends the stream, after a question: it cannot be taken back. Its viewers may be sent on. */
export function EndButton({
  streamId,
  viewers,
  onEnd,
}: {
  streamId: string;
  viewers: number;
  onEnd: () => Promise<void>;
}) {
  const { t } = useLingui();
  const [asking, setAsking] = useState(false);
  const [sendingOn, setSendingOn] = useState(false);
  const [ending, setEnding] = useState(false);
  const end = async () => {
    setAsking(false);
    setSendingOn(false);
    setEnding(true);
    await onEnd();
    setEnding(false);
  };
  return (
    <>
      <Button variant="danger" size="large" className="max-sm:w-full" busy={ending} onClick={() => setAsking(true)}>
        <Trans>End stream</Trans>
      </Button>
      <AlertDialog
        open={asking}
        onOpenChange={setAsking}
        title={t`End the stream?`}
        description={
          viewers > 0
            ? t`${plural(viewers, { one: '# viewer will see that it is over. Nobody pays from then on, and what was paid is settled. An ended stream cannot go on.', other: '# viewers will see that it is over. Nobody pays from then on, and what was paid is settled. An ended stream cannot go on.' })}`
            : t`Nobody pays from then on, and what was paid is settled. An ended stream cannot go on.`
        }
      >
        <DialogCancel>
          <Button>
            <Trans>Stay live</Trans>
          </Button>
        </DialogCancel>
        <Button
          onClick={() => {
            setAsking(false);
            setSendingOn(true);
          }}
        >
          <Trans>Send viewers on</Trans>
        </Button>
        <Button variant="danger" onClick={() => void end()}>
          <Trans>End the stream</Trans>
        </Button>
      </AlertDialog>
      <RaidDialog
        streamId={streamId}
        viewers={viewers}
        open={sendingOn}
        onOpenChange={setSendingOn}
        onSent={() => void end()}
      />
    </>
  );
}
