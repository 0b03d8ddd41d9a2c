import { type ErrorCode } from '../../sdk/error-codes';
import { type ContractError, type LedgerRefusal } from '../ledger';

/**
 * What a person is told when the contract refuses. What only a defect of ours could bring about is
 * told in general.
 */
const refusals = {
  NotOwner: 'contractRefuses',
  NotOperator: 'contractRefuses',
  NothingSent: 'contractRefuses',
  TooMuch: 'contractRefuses',
  AlreadyOpen: 'purseAlreadyOpen',
  NoPurse: 'purseNotOpen',
  BadKey: 'sessionKeyRefused',
  BadLimits: 'limitsRefused',
  ExpiryInPast: 'expiryInPast',
  Closing: 'purseClosing',
  NotClosing: 'purseNotClosing',
  TooEarly: 'closingTooEarly',
  BadRelease: 'contractRefuses',
  ReleaseExpired: 'transactionTooOld',
  OutstandingKeys: 'tooManyKeys',
  EmptyBatch: 'contractRefuses',
  BatchTooLarge: 'contractRefuses',
  NothingNew: 'contractRefuses',
  NoWindow: 'contractRefuses',
  WindowOpen: 'windowOpen',
  WindowEnded: 'windowOpen',
  BadSplit: 'splitRefused',
  NothingOwed: 'nothingToWithdraw',
  TooLittle: 'tooLittleToSend',
  TransferFailed: 'transferFailed',
  FeeTooHigh: 'contractRefuses',
  BadDelay: 'contractRefuses',
  NotPendingOwner: 'contractRefuses',
  Arithmetic: 'contractRefuses',
} as const satisfies Record<ContractError, ErrorCode>;

/**
 * Which refusal it is for a person. Where the chain itself refuses, it is nearly always the money.
 */
export function refusalOf({ error, detail }: Pick<LedgerRefusal, 'error' | 'detail'>): ErrorCode {
  if (error !== null) return refusals[error];
  return /balance|fund|money|payment|pay |TransferFailed|Token/i.test(detail) ? 'notEnoughMoney' : 'contractRefuses';
}

/** The same for a refusal that is known by its name alone, as it lies in the database. */
export function refusalNamed(name: string): ErrorCode | null {
  return Object.hasOwn(refusals, name) ? refusals[name as ContractError] : null;
}
