// Who can be signed in as on a local start: made by prisma/seed.ts, told by the launcher.

/** The password of both. */
export const DEMO_PASSWORD = 'watch-by-the-second';

/** Someone to go live with, and someone to watch with. */
export const DEMO_ACCOUNTS = /** @type {const} */ ([
  { handle: 'maya', role: 'creator' },
  { handle: 'ravi', role: 'viewer' },
]);
