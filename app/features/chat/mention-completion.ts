/** A handle that is being typed, and where it begins and ends. */
export interface MentionHere {
  typed: string;
  start: number;
  end: number;
}

const OFFERED = 5;

/** The handle that is being typed before the caret; null: none is. */
export function mentionAt(text: string, caret: number): MentionHere | null {
  const found = /(?:^|[^\p{L}\p{N}_@/.-])@([a-z0-9_]{0,24})$/iu.exec(text.slice(0, caret));
  const typed = found?.[1];
  return typed === undefined ? null : { typed: typed.toLowerCase(), start: caret - typed.length, end: caret };
}

/** Who may be meant, by handle or name. One whose handle stands there whole is offered no more. */
export function suggestions<Person extends { handle: string; displayName: string }>(
  people: readonly Person[],
  typed: string,
): Person[] {
  const fits = ({ handle, displayName }: Person) =>
    handle.startsWith(typed) || displayName.toLowerCase().startsWith(typed);
  return people.filter((person) => fits(person) && person.handle !== typed).slice(0, OFFERED);
}

/** The text with the whole handle in it, and where the caret goes. */
export function completeMention(text: string, { start, end }: MentionHere, handle: string) {
  const before = `${text.slice(0, start)}${handle} `;
  return { text: before + text.slice(end).trimStart(), caret: before.length };
}
