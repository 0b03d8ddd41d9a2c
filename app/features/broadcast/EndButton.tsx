import { useState } from 'react';
import { plural } from '../../lib/format';
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
        End stream
      </Button>
      <AlertDialog
        open={asking}
        onOpenChange={setAsking}
        title="End the stream?"
        description={`${viewers > 0 ? `${plural(viewers, 'viewer')} will see that it is over. ` : ''}Nobody pays from then on, and what was paid is settled. An ended stream cannot go on.`}
      >
        <DialogCancel>
          <Button>Stay live</Button>
        </DialogCancel>
        <Button
          onClick={() => {
            setAsking(false);
            setSendingOn(true);
          }}
        >
          Send viewers on
        </Button>
        <Button variant="danger" onClick={() => void end()}>
          End the stream
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
