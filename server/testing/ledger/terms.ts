import { amount } from '../../../sdk/money';
import { type H160, type Hex } from '../../../sdk/voucher';
import { checkKey } from './keys';
import { dateOf, payOut, refuse, type ContractState, type Surroundings } from './state';

export const FEE_CAP = 1_000;

/** What the owner and whoever is to become it may do. */
export type OwnerCall =
  | { kind: 'withdrawFees' }
  | { kind: 'withdrawSurplus' }
  | { kind: 'setFee'; feeBasisPoints: number }
  | { kind: 'setOperator'; operator: H160; operatorKey: Hex }
  | { kind: 'transferOwnership'; to: H160 }
  | { kind: 'acceptOwnership' };

/** The terms that hold now, and those that come. */
export function inForce(
  state: ContractState,
  now: bigint,
): Pick<ContractState, 'operator' | 'operatorKey' | 'feeBasisPoints' | 'nextOperator' | 'nextFee'> {
  const { operator, operatorKey, nextOperator, feeBasisPoints, nextFee } = state;
  const present = { operator, operatorKey, feeBasisPoints, nextOperator, nextFee };
  if (nextOperator && now >= nextOperator.effectiveAt) {
    present.operator = nextOperator.operator;
    present.operatorKey = nextOperator.operatorKey;
    present.nextOperator = null;
  }
  if (nextFee && now >= nextFee.effectiveAt) {
    present.feeBasisPoints = nextFee.feeBasisPoints;
    present.nextFee = null;
  }
  return present;
}

export function checkFee(basisPoints: number) {
  if (basisPoints > FEE_CAP) refuse('FeeTooHigh');
}

/**
 * What the owner decides holds a closing delay later, so that it hits nobody who cannot leave
 * before.
 */
export function administer(state: ContractState, around: Surroundings, call: OwnerCall) {
  const { caller, now, emit } = around;
  if (call.kind === 'acceptOwnership') {
    if (state.pendingOwner !== caller) refuse('NotPendingOwner');
    state.owner = caller;
    state.pendingOwner = null;
    return emit({ kind: 'ownershipAccepted', owner: caller });
  }
  if (state.owner !== caller) refuse('NotOwner');
  const effectiveAt = now + state.closingDelay;
  switch (call.kind) {
    case 'withdrawFees': {
      const { fees } = state;
      if (fees === 0n) refuse('NothingOwed');
      state.fees = 0n;
      emit({ kind: 'feesWithdrawn', owner: caller, amount: amount(fees) });
      return payOut(around, caller, fees);
    }
    case 'withdrawSurplus': {
      const surplus = around.balance() - state.deposits - state.earnings - state.fees;
      if (surplus <= 0n) refuse('NothingOwed');
      emit({ kind: 'surplusWithdrawn', owner: caller, amount: amount(surplus) });
      return payOut(around, caller, surplus);
    }
    case 'setFee': {
      const { feeBasisPoints } = call;
      checkFee(feeBasisPoints);
      Object.assign(state, inForce(state, now), { nextFee: { feeBasisPoints, effectiveAt } });
      return emit({ kind: 'feeChanged', feeBasisPoints, effectiveAt: dateOf(effectiveAt) });
    }
    case 'setOperator': {
      const { operator, operatorKey } = call;
      checkKey(operatorKey);
      Object.assign(state, inForce(state, now), { nextOperator: { operator, operatorKey, effectiveAt } });
      return emit({ kind: 'operatorChanged', operator, operatorKey, effectiveAt: dateOf(effectiveAt) });
    }
    case 'transferOwnership':
      state.pendingOwner = call.to;
      return emit({ kind: 'ownershipOffered', to: call.to });
  }
}
