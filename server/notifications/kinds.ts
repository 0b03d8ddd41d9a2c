import { type NotificationKind } from '../generated/prisma/enums';

/**
 * The kinds that somebody can choose for. What the others tell is about one's money, and cannot be
 * missed in the bell.
 */
export { CHOSEN_KINDS, type ChosenKind } from '../../schemas/notifications';

/** By which ways somebody hears of something. */
export interface Ways {
  bell: boolean;
  push: boolean;
  mail: boolean;
}

/** Of who has not chosen. Push needs a browser that allows it, mail a confirmed address. */
export const USUAL_WAYS = {
  wentLive: { bell: true, push: true, mail: true },
  scheduled: { bell: true, push: false, mail: false },
  reminder: { bell: true, push: true, mail: false },
  mention: { bell: true, push: true, mail: false },
  newFollower: { bell: true, push: false, mail: false },
  tipReceived: { bell: true, push: true, mail: false },
  payoutFinalized: { bell: true, push: false, mail: false },
  purseLow: { bell: true, push: false, mail: false },
  moderation: { bell: true, push: true, mail: true },
} as const satisfies Record<NotificationKind, Ways>;
