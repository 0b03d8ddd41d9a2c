import { type ChatLine } from '../../lib/api';

/** Whose lines a reader does not want to see. */
export type Blocked = ReadonlySet<ChatLine['author']['id']>;

/** Lines of people whom the reader has blocked, as they follow each other: one row. */
export interface Folded {
  folded: readonly ChatLine[];
}

/** A row of the list. */
export type ChatRow = ChatLine | Folded;

/** The lines as a reader sees them: what blocked people said lies folded where it was said. */
export function foldBlocked(lines: readonly ChatLine[], blocked: Blocked): readonly ChatRow[] {
  if (blocked.size === 0) return lines;
  const rows: ChatRow[] = [];
  let fold: ChatLine[] | null = null;
  for (const line of lines) {
    if (!blocked.has(line.author.id)) {
      fold = null;
      rows.push(line);
    } else if (fold) fold.push(line);
    else rows.push({ folded: (fold = [line]) });
  }
  return rows;
}

/** The lines that are not folded. */
export function withoutBlocked(lines: readonly ChatLine[], blocked: Blocked): readonly ChatLine[] {
  return blocked.size === 0 ? lines : lines.filter(({ author }) => !blocked.has(author.id));
}

/** What a row is known by while lines come before and after it. */
export const rowKey = (row: ChatRow): string | undefined => ('folded' in row ? row.folded[0]?.id : row.id);
