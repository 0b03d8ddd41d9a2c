const keyOf = (streamId: string) => `sharing:${streamId}`;

/**
 * Keeps, in this tab alone, whether its screen is shared with a stream: no browser gives it again
 * without asking, so somebody has to be told.
 */
export function rememberSharing(streamId: string, sharing: boolean): void {
  try {
    if (sharing) sessionStorage.setItem(keyOf(streamId), 'yes');
    else sessionStorage.removeItem(keyOf(streamId));
  } catch {
    // then nobody is told
  }
}

/** Whether it was shared when the page was left. */
export function wasSharing(streamId: string): boolean {
  try {
    return sessionStorage.getItem(keyOf(streamId)) !== null;
  } catch {
    return false;
  }
}
