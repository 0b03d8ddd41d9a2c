/** The server counts no further. */
const MOST = 99;

/** A count as a badge has room for it. */
export const shortCount = (unread: number): string => (unread > MOST ? `${MOST}+` : String(unread));

/** The same for who does not see it. */
export function unreadWords(unread: number): string {
  if (unread === 0) return 'Notices: none unread';
  if (unread === 1) return 'Notices: one unread';
  return `Notices: ${unread > MOST ? `more than ${MOST}` : unread} unread`;
}
