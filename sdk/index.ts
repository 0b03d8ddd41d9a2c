// @vilokanam/sdk: what runs in browsers and in Node.
export { type ApiError, type ApiErrorData, isRetryable, parseApiError } from './api-error';
export { type BudgetStore, memoryBudgets, type StoredBudget } from './budget-store';
export { type Client, type ClientOptions, createClient } from './client';
export { type Fetch, downloadVideo, fetchPaid } from './fetch-paid';
export { type DeviceClock, deviceClock } from './clock';
export { type ApiErrorCode, type ErrorCode } from './error-codes';
export { type Media, type MediaEvents, type MediaProgress, MediaUnreachable, type RoomAccess } from './media';
export {
  amount,
  type Amount,
  AMOUNT_DECIMALS,
  amountPerPlanck,
  type ChainMoney,
  exactAmount,
  fromPlanck,
  MAX_AMOUNT,
  parseAmount,
  perHour,
  perMinute,
  type Planck,
  shortAmount,
  steadyAmount,
  toPlanck,
  withSymbol,
} from './money';
export {
  type Agreement,
  type Budget,
  type Counted,
  type ClaimedSeconds,
  type CutReason,
  type EndReason,
  type Joined,
  type Mutation,
  type OpenedVideo,
  type PayingWallet,
  type PaymentNeed,
  type Phase,
  type Procedures,
  type SecondSpan,
  type Subscription,
  type SubscriptionListener,
  type ViewingId,
  type ViewingState,
} from './protocol';
export {
  type KeyOwner,
  type KeyStore,
  memoryKeyStore,
  RetiredSessionKey,
  type SessionKey,
  type SessionKeys,
  sessionKeys,
  type StoredKey,
} from './session-key';
export { type Playing, type PlayOptions, type PlaySnapshot, playVideo, type PlayWait } from './playing';
export { INITIAL_SNAPSHOT, type WatchSnapshot } from './snapshot';
export { type Cancel, systemTimers, type Timers } from './timers';
export { bytesOf, type H160, type Hex, hexOf, type SignedVoucher, type Voucher, type VoucherDomain } from './voucher';
export { memoryVouchers, type VoucherStore } from './voucher-store';
export { joinStream, type Watching, type WatchOptions } from './watching';
