import { looksOf } from './looks';

/** The site's own name: nobody else's contains it. */
const SITE = 'vilokanam';

/**
 * As whom the site itself would speak. Nobody is shown under such a name, and no stream is called
 * so.
 */
const VOICES =
  'admin admins administrator administrators billing deleted helpdesk mod moderator moderators mods official operator owner payments ' +
  'payouts root security staff support system team verified webmaster';

/**
 * What stands in the site's addresses, or reads as if it did: no handles. Somebody may be shown
 * under them.
 */
const ADDRESSES =
  'about account accounts anonymous api app assets audit auth blog bot category categories chat contact creator creators ' +
  'dashboard dev discover earnings everyone explore faq favicon features feed follow followers following health healthz help ' +
  'here home host info legal live livekit login logout mail me money news nobody notifications null password payment payout ' +
  'policy press pricing privacy profile purse register robots search session sessions settings signin sign_in signout ' +
  'sign_out signup sign_up site static status stream streams studio subscribe terms tips trpc undefined user username ' +
  'verify viewer wallet wallets watch webhook webhooks www';

const looksOfAll = (words: string) => new Set(words.split(' ').flatMap(looksOf));
const SITE_LOOKS = looksOf(SITE);
const VOICE_LOOKS = looksOfAll(VOICES);
const HANDLE_LOOKS = looksOfAll(`${VOICES} ${ADDRESSES}`);

/**
 * Whether a handle is kept for the site, however it is spelt: what looks like a word of the lists,
 * or contains the site's name.
 */
export function isReserved(handle: string): boolean {
  const looks = looksOf(handle);
  return looks.some((look) => HANDLE_LOOKS.has(look)) || namesTheSite(looks);
}

/**
 * Whether a name that is shown reads as if the site were speaking: "Admin", "Support Team",
 * "Friends of Vilokanam".
 */
export function speaksAsSite(name: string): boolean {
  return isVoice(name) || namesTheSite(looksOf(name));
}

/** Whether a whole text is such a voice. A title may name the site: "How I left Vilokanam". */
export function isVoice(text: string): boolean {
  const words = text.split(/[^\p{L}\p{N}\p{M}]+/u).filter(Boolean);
  const voiced = (part: string) => looksOf(part).some((look) => VOICE_LOOKS.has(look) || SITE_LOOKS.includes(look));
  return voiced(text) || (words.length > 0 && words.every(voiced));
}

function namesTheSite(looks: string[]): boolean {
  return looks.some((look) => SITE_LOOKS.some((site) => look.includes(site)));
}

/** How somebody is looked up at sign-in. */
export type Name = { email: string } | { handle: string };

/**
 * What was typed into "name or e-mail". An @ at the front is a handle's; any other makes it an
 * e-mail address.
 */
export function parseName(typed: string): Name {
  const text = typed.trim().toLowerCase();
  return text.lastIndexOf('@') > 0 ? { email: text } : { handle: text.replace(/^@/, '') };
}
