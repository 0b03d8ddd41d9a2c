import { useState } from 'react';
import { plural } from '../../lib/format';
import { Button } from '../../ui/Button';
import { AlertDialog, DialogCancel } from '../../ui/Dialog';

/** Ends the stream, after a question: it cannot be taken back. */
export function EndButton({ viewers, onEnd }: { viewers: number; onEnd: () => Promise<void> }) {
  const [asking, setAsking] = useState(false);
  const [ending, setEnding] = useState(false);
  const end = async () => {
    setAsking(false);
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
        <Button variant="danger" onClick={() => void end()}>
          End the stream
        </Button>
      </AlertDialog>
    </>
  );
}
