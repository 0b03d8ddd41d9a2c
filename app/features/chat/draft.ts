const keyOf = (streamId: string) => `chat ${streamId}`;

/** What was typed in this tab and not sent: it outlives signing in, and a reload. */
export function draftOf(streamId: string): string {
  try {
    return sessionStorage.getItem(keyOf(streamId)) ?? '';
  } catch {
    return ''; // storage is forbidden here: nothing is remembered
  }
}

export function keepDraft(streamId: string, text: string): void {
  try {
    if (text === '') sessionStorage.removeItem(keyOf(streamId));
    else sessionStorage.setItem(keyOf(streamId), text);
  } catch {
    // the same
  }
}
