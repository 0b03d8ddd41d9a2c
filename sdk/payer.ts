import { type Agreement, type Budget, type Counted, type PaymentNeed, type Phase } from './protocol';
import { type Allowance, passTime, secondsAllowed, startAllowance, spendSeconds } from './allowance';
import { CONSENT_MS, lower, type StoredBudget } from './budget-store';
import {
  type Delivery,
  enqueue,
  isBehind,
  isOvercounted,
  NOTHING_TO_DELIVER,
  retryNow,
  secondsUnderway,
  send,
  takeAnswer,
  takeFailure,
} from './delivery';
import { type RefusalReason } from './refusals';
import { type MediaProgress } from './media';
import { amount, type Amount } from './money';
import {
  carryOver,
  countSeen,
  countSigned,
  decide,
  holdReserve,
  isCount,
  type MediaSample,
  mayOpenPicture,
  NOTHING_PREPAID,
  type Prepaid,
  sampleMedia,
  termsName,
} from './signing';
import { type SignedVoucher } from './voucher';

/** The picture counts as moving for so long after the media advanced. */
const MOVING_MS = 2_000;
/** The voucher that ends a preview is sent so much before its end, so that the picture stays. */
const AHEAD_OF_PREVIEW_MS = 300;
/** A network that froze is given so long to come back before a second is signed for it. */
const FROZEN_MS = 2_000;
/** What this device told the server may take so long to show in what the server tells. */
const TELLING_MS = 5_000;

/** What is told of the viewing's place in the room. */
export interface PayerContext {
  readonly phase: Phase | null;
  readonly silent: boolean;
  /** For how many more seconds the purse has money. */
  readonly covered: bigint | null;
  readonly inRoom: boolean;
}

/** Seconds that are being signed for, with what is restored when they were not. */
interface Signing {
  /** Which of the viewings it is for, by count: a server may give two of them the same id. */
  readonly joins: number;
  /** Up to which second of the viewing. */
  readonly second: bigint;
  readonly seconds: bigint;
  readonly cost: bigint;
  readonly openedAt: number | null;
  readonly before: Pick<PayerState, 'prepaid' | 'openedAt' | 'retryRequested'>;
}

/**
 * How a device pays for one stream, over all viewings that follow one another. A value: `reduce`
 * makes a new one of every event, and says what is to be done. Whatever the events are and in
 * whatever order they come, no more is signed for than the device's own clock, the price that was
 * shown and the limit allow.
 */
export interface PayerState {
  /** When the last event came, on the device's monotonic clock. */
  readonly at: number;
  readonly stopped: boolean;

  /** Its owner agreed to pay, and nothing has taken that back. */
  readonly pays: boolean;
  readonly paused: boolean;
  /** Set by its owner on this device: nobody else can raise it. */
  readonly ownLimit: Amount | null;
  /** Kept by the server for the account, as set on another device: it can only lower the limit. */
  readonly serverLimit: Amount | null;
  /**
   * The price that its owner was shown: no other one is paid. Null: none was, so that there is
   * nothing they could have agreed to.
   */
  readonly shownRate: Amount | null;
  /** The terms that were agreed to; null: those that come. */
  readonly agreedTerms: string | null;
  /** When it was agreed to on this device. */
  readonly agreedAt: number;
  /** The server said that it knows of the agreement. */
  readonly agreementKnown: boolean;
  /** Given by whoever joined; null: it is paid where this device remembers an agreement. */
  readonly payAtOnce: boolean | null;
  /** Somebody asked to try again where a try did not help. */
  readonly retryRequested: boolean;

  readonly viewing: string | null;
  /** How many viewings have begun. */
  readonly joins: number;
  readonly joinedAt: number;
  /** What vouchers of this viewing are signed by; null: nothing is signed. */
  readonly agreement: Agreement | null;
  readonly hasKey: boolean;
  readonly needs: PaymentNeed | 'key' | null;
  /**
   * Why nothing is signed for what the server says: it cannot be true, or was never agreed to.
   * Null: it is accepted.
   */
  readonly refusal: RefusalReason | null;
  readonly context: PayerContext;

  readonly sample: MediaSample | null;
  readonly movedAt: number | null;
  /** When the picture was cut for lateness without having moved. */
  readonly frozenAt: number | null;
  /** When a second was last signed before anything was seen for it. */
  readonly openedAt: number | null;

  readonly allowance: Allowance;
  readonly prepaid: Prepaid;
  /** Signed for by this payer, in all its viewings. */
  readonly total: { readonly seconds: bigint; readonly amount: Amount };
  /** What the account spent in the stream besides: earlier, in other tabs, on other devices. */
  readonly spentElsewhere: Amount;
  /** This device stopped by itself, so that the limit is not exceeded. */
  readonly limitReached: boolean;
  readonly signing: Signing | null;
  readonly delivery: Delivery;
}

/** What may happen to a payer. */
export type PayerEvent =
  /** Another viewing begins. */
  | { kind: 'joined'; viewing: string; needs: PaymentNeed | null; budget: Budget | null }
  /**
   * Terms were offered for it; `proof` tells whether this device's key signed what they count from.
   */
  | { kind: 'offered'; viewing: string; agreement: Agreement; proof: 'good' | 'wrong' | 'noKey'; kept: StoredBudget }
  /** The server told how the viewing stands; what it left out stays. */
  | { kind: 'stateReceived'; phase: Phase; covered?: bigint | null; silent?: boolean; budget?: Budget | null }
  | { kind: 'roomChanged'; inRoom: boolean }
  /**
   * The media was sampled; null: there is no room to sample. `kept` is what the tabs of this device
   * share.
   */
  | { kind: 'sampled'; progress: MediaProgress | null; kept: StoredBudget }
  | { kind: 'signed'; voucher: SignedVoucher }
  | { kind: 'notSigned'; keyRetired: boolean; kept: StoredBudget }
  | { kind: 'answered'; viewing: string; answer: Counted }
  | { kind: 'notDelivered'; viewing: string; code: string | null; retryAfterSeconds: number | null }
  /** Its owner agrees to pay the price that was shown. */
  | { kind: 'pay'; rate: Amount }
  | { kind: 'stopPaying' }
  | { kind: 'pause' }
  | { kind: 'resume' }
  | { kind: 'setLimit'; limit: Amount | null }
  | { kind: 'stop' };

/** What is to be done by whoever runs a payer. */
export type PayerEffect =
  /**
   * Sign the voucher of this second of the viewing and store it; then `signed` or `notSigned`
   * comes.
   */
  | { kind: 'sign'; agreement: Agreement; second: bigint }
  /** Send it; then `answered` or `notDelivered` comes. */
  | { kind: 'deliver'; viewing: string; voucher: SignedVoucher }
  /** Keep it on the device. */
  | { kind: 'remember'; changes: Partial<StoredBudget> }
  /** Ask the server to stop the picture, so that nothing is watched on its grace time. */
  | { kind: 'pauseViewing'; viewing: string }
  /** The server told how the viewing stands, with its answer to a voucher. */
  | { kind: 'reportCounted'; answer: Counted }
  /**
   * The server knows no such viewing, or refuses what was agreed: joining again tells what holds.
   */
  | { kind: 'joinAgain' };

/** The next state, and what is to be done. */
export interface PayerStep {
  state: PayerState;
  effects: PayerEffect[];
}

/** When an event came, by the device's clocks. */
export interface Moment {
  at: number;
  wall: number;
}

const unchanged = (state: PayerState): PayerStep => ({ state, effects: [] });

/** What a payer begins with: what whoever joined has said, and what the device kept. */
export function startPayer(
  said: { rate: Amount | null; limit: Amount | null; payAtOnce: boolean | null },
  kept: StoredBudget,
  { at, wall }: Moment,
): PayerState {
  return {
    at,
    stopped: false,
    pays: said.payAtOnce === null ? remembersAgreement(kept, said.rate, wall) : said.payAtOnce && said.rate !== null,
    paused: false,
    ownLimit: lower(said.limit, kept.limit),
    serverLimit: null,
    shownRate: said.rate,
    agreedTerms: null,
    agreedAt: -Infinity,
    agreementKnown: false,
    payAtOnce: said.payAtOnce,
    retryRequested: false,
    viewing: null,
    joins: 0,
    joinedAt: at,
    agreement: null,
    hasKey: false,
    needs: null,
    refusal: null,
    context: { phase: null, silent: false, covered: null, inRoom: false },
    sample: null,
    movedAt: null,
    frozenAt: null,
    openedAt: null,
    allowance: startAllowance(at),
    prepaid: NOTHING_PREPAID,
    total: { seconds: 0n, amount: amount(0n) },
    spentElsewhere: kept.spent,
    limitReached: false,
    signing: null,
    delivery: NOTHING_TO_DELIVER,
  };
}

/** What an event makes of a payer. */
export function reduce(before: PayerState, event: PayerEvent, moment: Moment): PayerStep {
  const state = advance(before, moment.at);
  switch (event.kind) {
    case 'joined':
      return begin(state, event);
    case 'offered':
      return takeOffer(state, event, moment.wall);
    case 'stateReceived':
      return takeState(state, event);
    case 'roomChanged':
      return unchanged(withContext(state, { inRoom: event.inRoom }));
    case 'sampled':
      return takeSample(state, event, moment.wall);
    case 'signed':
      return takeSigned(state, event.voucher);
    case 'notSigned':
      return takeNotSigned(state, event);
    case 'answered':
      return event.viewing === state.viewing ? takeCounted(state, event.answer) : unchanged(state);
    case 'notDelivered':
      return event.viewing === state.viewing ? takeNotDelivered(state, event) : unchanged(state);
    case 'pay':
      return agreeToPay(state, event.rate, moment.wall);
    case 'stopPaying':
      return stopPaying(state);
    case 'pause':
      return { state: { ...state, paused: true }, effects: [FORGET_AGREEMENT] };
    case 'resume':
      return resume({ ...state, paused: false }, moment.wall);
    case 'setLimit': {
      const { limit } = event;
      const next = { ...state, ownLimit: limit, limitReached: false, delivery: retryNow(state.delivery) };
      return { state: next, effects: [{ kind: 'remember', changes: { limit } }] };
    }
    case 'stop':
      return unchanged({ ...state, stopped: true });
  }
}

/** Time passed, in which things were as they are. */
function advance(state: PayerState, now: number): PayerState {
  const at = Math.max(state.at, now);
  return { ...state, at, allowance: passTime(state.allowance, at, maySign(state)) };
}

/** Everything without which nothing is signed, whatever the server says. */
function maySign({ pays, paused, stopped, agreement, hasKey }: PayerState): boolean {
  return pays && !paused && !stopped && agreement !== null && hasKey;
}

// joining, and what is told

/**
 * Another viewing begins. What was agreed to binds it: with other terms nothing is signed before
 * its owner says so.
 */
function begin(state: PayerState, { viewing, needs, budget }: Extract<PayerEvent, { kind: 'joined' }>): PayerStep {
  const { state: told, effects } = budget ? takeBudget(raiseSpent(state, budget.spent), budget) : unchanged(state);
  const takenBack = budget?.agreed === false && told.agreedTerms === null && told.payAtOnce === null;
  const next: PayerState = {
    ...told,
    pays: told.pays && !takenBack,
    viewing,
    needs,
    joins: told.joins + 1,
    joinedAt: told.at,
    agreement: null,
    hasKey: false,
    prepaid: carryOver(told.prepaid),
    limitReached: false,
    delivery: NOTHING_TO_DELIVER,
  };
  return { state: next, effects };
}

/** Terms hold for a whole viewing: its seconds are counted from the base that came first. */
function takeOffer(
  state: PayerState,
  { viewing, agreement, proof, kept }: Extract<PayerEvent, { kind: 'offered' }>,
  wall: number,
): PayerStep {
  if (viewing !== state.viewing || state.agreement !== null) return unchanged(state);
  if (proof === 'wrong') return refuse(state, 'base');
  const name = termsName(agreement);
  const { agreedTerms, shownRate, payAtOnce } = state;
  const remembered = payAtOnce !== null || agreedTerms !== null || remembersAgreement(kept, agreement.rate, wall);
  const asAgreed = agreedTerms === null || agreedTerms === name;
  const asShown = shownRate === null || shownRate === agreement.rate;
  const pays = state.pays && remembered && asAgreed && asShown;
  const hasKey = proof === 'good';
  return unchanged({
    ...state,
    pays,
    agreement,
    hasKey,
    refusal: asShown ? null : 'price',
    agreedTerms: pays ? name : agreedTerms,
    shownRate: pays ? agreement.rate : shownRate,
    needs: hasKey ? state.needs : 'key',
  });
}

function takeState(state: PayerState, event: Extract<PayerEvent, { kind: 'stateReceived' }>): PayerStep {
  const { phase, covered = state.context.covered, silent = state.context.silent, budget } = event;
  const next = withContext(state, { phase, covered, silent });
  return budget ? takeBudget(next, budget) : unchanged(next);
}

/**
 * What the server keeps for the account may lower the limit and take an agreement back; it raises
 * nothing and agrees to nothing.
 */
function takeBudget(state: PayerState, { limit, agreed }: Budget): PayerStep {
  const mayBeOld = state.at - state.agreedAt < TELLING_MS;
  const serverLimit = limit === null || isCount(limit) ? limit : amount(0n);
  const next = { ...state, serverLimit, agreementKnown: agreed };
  return state.agreementKnown && !agreed && !mayBeOld ? stopPaying(next) : unchanged(next);
}

function withContext(state: PayerState, changes: Partial<PayerContext>): PayerState {
  const context = { ...state.context, ...changes };
  const { phase, inRoom } = context;
  const broken = !inRoom || (phase?.kind !== 'paying' && phase?.kind !== 'preview');
  return {
    ...state,
    context,
    sample: broken && state.sample ? { ...state.sample, movedAt: null } : state.sample,
    frozenAt: isLate(phase) ? (isLate(state.context.phase) ? state.frozenAt : frozenSince(state)) : null,
  };
}

const isLate = (phase: Phase | null) => phase?.kind === 'cut' && phase.why === 'late';
const frozenSince = (state: PayerState) => (isMoving(state) ? null : state.at);

// what is seen and signed

function takeSample(
  state: PayerState,
  { progress, kept }: Extract<PayerEvent, { kind: 'sampled' }>,
  wall: number,
): PayerStep {
  if (state.stopped || state.signing) return unchanged(state);
  const seen = progress && state.context.inRoom ? countMedia(state, progress) : { state, advanced: false };
  return signWhatIsDue(raiseSpent(seen.state, kept.spent), seen.advanced, wall);
}

function countMedia(state: PayerState, progress: MediaProgress): { state: PayerState; advanced: boolean } {
  const { sample, seenMs, advanced } = sampleMedia(state.sample, state.at, progress);
  const { context, prepaid } = state;
  const counts = maySign(state) && !context.silent && isCounted(context.phase) && prepaid.signed > 0n;
  const next = {
    ...state,
    sample,
    movedAt: sample.movedAt ?? state.movedAt,
    prepaid: counts ? countSeen(prepaid, seenMs) : prepaid,
  };
  return { state: next, advanced };
}

/** Of previews and of what guests on stage see, nothing was paid for. */
const isCounted = (phase: Phase | null) => phase?.kind !== 'preview' && phase?.kind !== 'onStage';

function signWhatIsDue(state: PayerState, advanced: boolean, wall: number): PayerStep {
  const { agreement, viewing, context, delivery, prepaid } = state;
  if (!agreement || viewing === null || !maySign(state)) return unchanged(state);
  const opens = opensPicture(state, wall);
  // A second that the purse cannot pay is not signed for: it would be owed, and shown, as soon as
  // there is money again.
  const empty = context.covered !== null && context.covered <= secondsUnderway(delivery) && !state.retryRequested;
  const shown = opens || context.phase?.kind === 'paying';
  const { seconds, stoppedBy } = decide({
    prepaid,
    rate: agreement.rate,
    spendable: spendable(state, agreement.rate),
    elapsedMs: state.at - state.joinedAt,
    allowed: secondsAllowed(state.allowance),
    advanced: advanced && shown && !empty && !delivery.held && !context.silent,
    opens: opens && !empty,
  });
  if (seconds > 0n) return startSigning(state, { agreement, seconds, opens, wall });
  if (stoppedBy !== 'limit' || state.limitReached) return deliver(state);
  const { state: next, effects } = deliver({ ...state, limitReached: true });
  return { state: next, effects: [{ kind: 'pauseViewing', viewing }, ...effects] };
}

/**
 * Books the seconds before they are signed for: what is booked already cannot be signed for twice.
 */
function startSigning(
  state: PayerState,
  due: { agreement: Agreement; seconds: bigint; opens: boolean; wall: number },
): PayerStep {
  const { agreement, seconds, opens, wall } = due;
  const { prepaid, openedAt, retryRequested, total, joins } = state;
  const signed = countSigned(prepaid, seconds);
  const cost = seconds * agreement.rate;
  const next: PayerState = {
    ...state,
    prepaid: isLate(state.context.phase) ? holdReserve(signed) : signed,
    total: { seconds: total.seconds + seconds, amount: amount(total.amount + cost) },
    allowance: spendSeconds(state.allowance, seconds),
    openedAt: opens ? state.at : openedAt,
    retryRequested: false,
    signing: {
      joins,
      second: signed.signed,
      seconds,
      cost,
      openedAt: opens ? state.at : openedAt,
      before: { prepaid, openedAt, retryRequested },
    },
  };
  const effects: PayerEffect[] = [remember(next, wall), { kind: 'sign', agreement, second: signed.signed }];
  return { state: next, effects };
}

function takeSigned(state: PayerState, voucher: SignedVoucher): PayerStep {
  const { signing, delivery } = state;
  if (!signing) return unchanged(state);
  const done = { ...state, signing: null };
  if (signing.joins !== state.joins) return unchanged(done);
  return deliver({ ...done, delivery: enqueue(delivery, { voucher, second: signing.second }) });
}

/** Takes back what was booked for a voucher that could not be signed. */
function takeNotSigned(state: PayerState, { keyRetired, kept }: Extract<PayerEvent, { kind: 'notSigned' }>): PayerStep {
  const { signing, total } = state;
  if (!signing) return unchanged(state);
  const { before, seconds, cost } = signing;
  const next: PayerState = {
    ...state,
    signing: null,
    hasKey: state.hasKey && !keyRetired,
    needs: keyRetired ? 'key' : state.needs,
    prepaid: signing.joins === state.joins ? before.prepaid : state.prepaid,
    openedAt: state.openedAt === signing.openedAt ? before.openedAt : state.openedAt,
    retryRequested: state.retryRequested || before.retryRequested,
    total: { seconds: total.seconds - seconds, amount: amount(total.amount - cost) },
    allowance: spendSeconds(state.allowance, -seconds),
  };
  const spent = amount(kept.spent > cost ? kept.spent - cost : 0n);
  return { state: next, effects: [{ kind: 'remember', changes: { spent } }] };
}

// bringing vouchers

function deliver(state: PayerState): PayerStep {
  const { delivery, viewing, stopped } = state;
  if (stopped || viewing === null) return unchanged(state);
  if (delivery.held && !delivery.resendAccepted && !mayTryPaying(state)) return unchanged(state);
  const next = { ...state, retryRequested: state.retryRequested && !delivery.held };
  const sending = send(delivery, state.at);
  if (!sending) return unchanged(next);
  const { voucher } = sending.sent;
  return { state: { ...next, delivery: sending.delivery }, effects: [{ kind: 'deliver', viewing, voucher }] };
}

function takeCounted(state: PayerState, answer: Counted): PayerStep {
  const { delivery } = state;
  if (isOvercounted(delivery, answer))
    return refuse({ ...state, delivery: { ...delivery, inFlight: null } }, 'counted');
  const next = { ...state, delivery: takeAnswer(delivery, answer, state.at) };
  return { state: next, effects: [{ kind: 'reportCounted', answer }] };
}

function takeNotDelivered(
  state: PayerState,
  { code, retryAfterSeconds }: Extract<PayerEvent, { kind: 'notDelivered' }>,
): PayerStep {
  const next = { ...state, delivery: takeFailure(state.delivery, retryAfterSeconds, state.at) };
  const disagrees = code === 'notFound' || code === 'voucherRefused';
  return { state: next, effects: disagrees ? [{ kind: 'joinAgain' }] : [] };
}

// when a second opens the picture

/** The server shows the picture for another voucher, and the picture can be had. */
function opensPicture(state: PayerState, wall: number): boolean {
  const { phase } = state.context;
  if (phase?.kind === 'preview') {
    const due = state.prepaid.creditMs <= 0 && wall >= +phase.until - AHEAD_OF_PREVIEW_MS;
    return due && isPictureAvailable(state);
  }
  return isPictureDue(state) && mayOpen(state);
}

/** The picture comes for whoever signs, and all that was signed has been brought. */
function isPictureAvailable(state: PayerState): boolean {
  const { inRoom, silent } = state.context;
  return inRoom && !silent && !hasUndelivered(state) && mayTryPaying(state);
}

function isPictureDue(state: PayerState): boolean {
  const { phase } = state.context;
  if (state.frozenAt !== null && state.at - state.frozenAt < FROZEN_MS) return false;
  return (phase?.kind === 'unpaid' || (phase?.kind === 'cut' && phase.why !== 'paused')) && isPictureAvailable(state);
}

const mayOpen = ({ openedAt, movedAt, prepaid }: PayerState) => mayOpenPicture(openedAt, movedAt, prepaid);

/** Without funds nothing is tried, unless there are some by now or somebody asks. */
function mayTryPaying({ context: { phase, covered }, retryRequested }: PayerState): boolean {
  const withoutFunds = phase?.kind === 'cut' && phase.why === 'outOfFunds';
  return !withoutFunds || retryRequested || (covered ?? 0n) > 0n;
}

// what its owner says

/**
 * At another price than the one that is asked by now, or where what is told is not believed,
 * nothing is agreed to.
 */
function agreeToPay(state: PayerState, rate: Amount, wall: number): PayerStep {
  const { agreement } = state;
  if (agreement !== null && rate !== agreement.rate) return refuse(state, 'price');
  if (state.refusal === 'base') return unchanged(state); // joining anew may tell something else
  const next = tryAgain({
    ...state,
    refusal: null,
    pays: true,
    shownRate: rate,
    agreedAt: state.at,
    agreedTerms: agreement && termsName(agreement),
    // what was shown when it was agreed: it binds here, whatever is told later
    ownLimit: limitOf(state),
  });
  return { state: next, effects: [remember(next, wall)] };
}

function resume(state: PayerState, wall: number): PayerStep {
  return { state: tryAgain(state), effects: state.pays ? [remember(state, wall)] : [] };
}

/** Somebody asks: what did not help is tried again. */
function tryAgain(state: PayerState): PayerState {
  return { ...state, retryRequested: true, openedAt: null, frozenAt: null, delivery: retryNow(state.delivery) };
}

function stopPaying(state: PayerState): PayerStep {
  return { state: { ...state, pays: false, agreedTerms: null }, effects: [FORGET_AGREEMENT] };
}

/** Nothing is signed any more for what is told, not even where it was agreed to. */
function refuse(state: PayerState, refusal: RefusalReason): PayerStep {
  return stopPaying({ ...state, refusal });
}

// what the device keeps

/** The next page of this device asks anew. The limit stays, and so does what was spent. */
const FORGET_AGREEMENT: PayerEffect = { kind: 'remember', changes: { rate: null } };

function remember(state: PayerState, wall: number): PayerEffect {
  const rate = state.agreement?.rate ?? state.shownRate;
  const changes = { rate, until: wall + CONSENT_MS, limit: limitOf(state), spent: spentOf(state) };
  return { kind: 'remember', changes };
}

/** This device remembers that its owner agreed to this price a while ago. */
function remembersAgreement(kept: StoredBudget, rate: Amount | null, wall: number): boolean {
  return kept.rate !== null && kept.until > wall && (rate === null || rate === kept.rate);
}

/** What is known to be spent in the stream in all, wherever: the limit is for all of it. */
function raiseSpent(state: PayerState, spent: Amount): PayerState {
  if (!isCount(spent)) return state;
  const elsewhere = spent - state.total.amount;
  return elsewhere > state.spentElsewhere ? { ...state, spentElsewhere: amount(elsewhere) } : state;
}

/**
 * What this viewing may come to: the viewings before it have had their part of the limit, here and
 * on other devices.
 */
function spendable(state: PayerState, rate: Amount): Amount | null {
  const limit = limitOf(state);
  if (limit === null) return null;
  const spent = spentOf(state);
  return amount((limit > spent ? limit - spent : 0n) + state.prepaid.signed * rate);
}

// what is read of it

/** The limit in force: the owner's, or a lower one that they set on another device. */
export const limitOf = ({ ownLimit, serverLimit }: PayerState) => lower(ownLimit, serverLimit);

/** What the account has spent in the stream in all. */
export const spentOf = ({ spentElsewhere, total }: PayerState) => amount(spentElsewhere + total.amount);

/** The price that is paid; null while none is agreed to. */
export const paidRateOf = ({ pays, agreement, shownRate }: PayerState) =>
  pays ? (agreement?.rate ?? shownRate) : null;

export const isMoving = ({ movedAt, at }: PayerState) => movedAt !== null && at - movedAt <= MOVING_MS;

/** The server has not counted all that was signed in this viewing. */
export const hasUndelivered = ({ signing, delivery }: PayerState) => signing !== null || isBehind(delivery);

/**
 * The picture did not come for the second that was signed for it: no other one is signed before
 * somebody asks.
 */
export const isPictureOverdue = (state: PayerState) => maySign(state) && isPictureDue(state) && !mayOpen(state);
