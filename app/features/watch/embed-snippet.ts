import { type StreamDetail } from '../../lib/api';

const ESCAPES: Record<string, string> = { '&': '&amp;', '"': '&quot;', '<': '&lt;', '>': '&gt;' };

/**
 * Text as it may stand in an attribute: a title is anybody's, and the snippet goes into other
 * people's pages.
 */
const attribute = (text: string): string => text.replace(/[&"<>]/g, (char) => ESCAPES[char] ?? char);

/** The lines that show a stream's player on another site. */
export function embedSnippet(origin: string, { id, title }: Pick<StreamDetail, 'id' | 'title'>): string {
  return [
    `<iframe src="${attribute(`${origin}/embed/${id}`)}"`,
    `  title="${attribute(title)}"`,
    `  allow="autoplay; fullscreen; picture-in-picture" allowfullscreen`,
    `  style="width: 100%; aspect-ratio: 16 / 9; border: 0"></iframe>`,
  ].join('\n');
}
