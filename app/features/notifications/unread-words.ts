import { msg } from '@lingui/core/macro';
import { type I18n } from '../../../texts/i18n';

/** The server counts no further. */
const MOST = 99;

/** A count as a badge has room for it. */
export const shortCount = (unread: number): string => (unread > MOST ? `${MOST}+` : String(unread));

/** The same for who does not see it: with the words of the badge, for who speaks to the page. */
export function unreadWords(unread: number, i18n: I18n): string {
  if (unread === 0) return i18n._(msg`Notices: none unread`);
  const shown = shortCount(unread);
  return i18n._(msg`Notices: ${shown} unread`);
}
