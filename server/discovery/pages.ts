/** Some of a list, and with what to ask for the ones after them; null when these are the last. */
export interface Page<Item> {
  items: Item[];
  more: string | null;
}

/**
 * Makes a page of one row more than it shows. The cursor names the last row itself by what the list
 * is ordered by, so whatever is added meanwhile moves nothing.
 */
export function pageOf<Row, Item>(
  rows: Row[],
  size: number,
  cursorOf: (row: Row) => string,
  itemsOf: (rows: Row[]) => Item[],
): Page<Item> {
  const shown = rows.slice(0, size);
  const last = shown.at(-1);
  return { items: itemsOf(shown), more: rows.length > size && last !== undefined ? cursorOf(last) : null };
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What a cursor of numbers and an id says; null for one that we did not write. */
export function readCursor(cursor: string | null | undefined, numbers: number): { keys: number[]; id: string } | null {
  const parts = cursor?.split('_') ?? [];
  const id = parts.pop();
  const keys = parts.map(Number);
  if (id === undefined || !ID.test(id) || keys.length !== numbers) return null;
  return keys.every((key) => Number.isSafeInteger(key)) ? { keys, id } : null;
}

export const writeCursor = (keys: number[], id: string) => [...keys, id].join('_');
