import { useLingui } from '@lingui/react/macro';
import { Dialog } from '../../ui/Dialog';
import { ProofForm, WHY_PROOF } from './ProofForm';

/** Asks who it is, over the page, and then goes on with what was wanted. */
export function ProofDialog({ open, onClose, onProven }: { open: boolean; onClose: () => void; onProven: () => void }) {
  const { t } = useLingui();
  return (
    <Dialog open={open} onOpenChange={(now) => !now && onClose()} title={t`Is it you?`} description={t(WHY_PROOF)}>
      <ProofForm onProven={onProven} />
    </Dialog>
  );
}
