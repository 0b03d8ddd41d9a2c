import { type Deps } from '../deps';
import { endViewing } from './end';
import { type LeaveInput } from './input';
import { recoverVoucher } from './admission/recover-voucher';
import { readViewing } from './rows';

/**
 * Ends a viewing by its viewer's wish; what they signed last is counted, also when the viewing was
 * over already.
 */
export async function leave(deps: Deps, { viewing, newest }: LeaveInput): Promise<void> {
  await readViewing(deps, viewing);
  await endViewing(deps, viewing, 'left');
  if (newest) await recoverVoucher(deps, newest);
}
