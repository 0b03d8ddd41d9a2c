import { Dialog } from '../../ui/Dialog';
import { ProofForm, WHY_PROOF } from './ProofForm';

/** Asks who it is, over the page, and then goes on with what was wanted. */
export function ProofDialog({ open, onClose, onProven }: { open: boolean; onClose: () => void; onProven: () => void }) {
  return (
    <Dialog open={open} onOpenChange={(now) => !now && onClose()} title="Is it you?" description={WHY_PROOF}>
      <ProofForm onProven={onProven} />
    </Dialog>
  );
}
