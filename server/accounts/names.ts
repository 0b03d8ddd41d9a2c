import { z } from 'zod';

/** Names that look as if the site itself were speaking, or that stand in its addresses. */
const RESERVED = new Set(
  (
    'about account accounts admin administrator anonymous api app assets audit auth billing blog bot category ' +
    'categories chat contact creator creators dashboard deleted dev discover earnings everyone explore faq favicon ' +
    'features feed follow followers following health healthz help here home host info legal live livekit login logout ' +
    'mail me mod moderation moderator moderators money news nobody notifications null official operator owner password ' +
    'payment payments payout payouts policy press pricing privacy profile purse register robots root search security ' +
    'session sessions settings signin sign_in signout sign_out signup sign_up site staff static status stream streams ' +
    'studio subscribe support system team terms tips trpc undefined user username verify viewer vilokanam wallet ' +
    'wallets watch webhook webhooks webmaster www'
  ).split(' '),
);

/** Whether a handle is kept for the site: one of the list, whatever underscores stand around it, or one that begins with its name. */
export function isReserved(handle: string): boolean {
  return (
    RESERVED.has(handle) ||
    RESERVED.has(handle.replace(/^_+|_+$/g, '')) ||
    handle.replaceAll('_', '').startsWith('vilokanam')
  );
}

/** What was typed for a handle, in the one spelling in which handles are kept: with or without its @, in any case. */
export function plainHandle(typed: string): string {
  return typed.trim().replace(/^@/, '').toLowerCase();
}

/** A handle that somebody chooses. */
export const handleInput = z
  .string('Choose a name.')
  .max(100, 'A name has 3 to 24 characters.')
  .transform(plainHandle)
  .pipe(z.string().regex(/^[a-z0-9_]*$/, 'Use letters a to z, digits and underscores.'))
  .pipe(z.string().min(3, 'A name has at least 3 characters.').max(24, 'A name has at most 24 characters.'));

/** An e-mail address, in the one spelling in which it is kept. */
export const emailInput = z
  .string()
  .max(254, 'That e-mail address is too long.')
  .transform((text) => text.trim().toLowerCase())
  .pipe(z.email('That is not an e-mail address.'));

/** How somebody is looked up at sign-in. */
export type Name = { email: string } | { handle: string };

/** What was typed into "name or e-mail". An @ at the front is a handle's; any other makes it an e-mail address. */
export function parseName(typed: string): Name {
  const text = typed.trim().toLowerCase();
  return text.lastIndexOf('@') > 0 ? { email: text } : { handle: text.replace(/^@/, '') };
}
