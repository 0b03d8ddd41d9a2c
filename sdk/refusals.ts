/** Why this device refuses to sign for what the server says. */
export type RefusalReason =
  /** More is counted than this key is known to have signed. */
  | 'base'
  /** Another price than the one that was shown. */
  | 'price'
  /** More seconds are taken as signed than were. */
  | 'counted';

/** As it is told to a person. */
export const REFUSALS = {
  base: {
    code: 'notAgreed',
    message:
      'This site counts more than this device can tell that it signed for, so nothing is signed. ' +
      'A new key for your purse begins at nothing.',
  },
  price: {
    code: 'otherPrice',
    message:
      'The price is not the one that was shown here, so nothing is signed. Load the page again to see the price.',
  },
  counted: {
    code: 'notAgreed',
    message: 'This site counts more seconds than this device has signed for, so nothing more is signed.',
  },
} satisfies Record<RefusalReason, { code: string; message: string }>;
