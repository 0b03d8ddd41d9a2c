/** The server counts no further. */
const MOST = 99;

/** A count as a badge has room for it. */
export const shortCount = (unread: number): string => (unread > MOST ? `${MOST}+` : String(unread));

/** The same for who does not see it: with the words of the badge, for who speaks to the page. */
export function unreadWords(unread: number): string {
  if (unread === 0) return 'Notices: none unread';
  return `Notices: ${shortCount(unread)} unread`;
}
