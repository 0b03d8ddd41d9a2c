import { type ChatEvent } from '../../../server/messages/tell-room';
import { type ChatLine } from '../../lib/api';

export { type ChatEvent };

type Sent = Omit<ChatLine, 'sentAt'> & { sentAt: string };
type SentEvent = { from: number; revision: number } & (
  { kind: 'lines'; lines: Sent[] } | { kind: 'deleted'; ids: ChatLine['id'][] } | { kind: 'pinned'; line: Sent | null }
);

/** What the server told the room; null where it is none of what this page knows. */
export function readEvent(data: Uint8Array): ChatEvent | null {
  try {
    const sent = JSON.parse(new TextDecoder().decode(data)) as Partial<SentEvent> | null;
    if (typeof sent?.from !== 'number' || typeof sent.revision !== 'number') return null;
    const step = { from: sent.from, revision: sent.revision };
    if (sent.kind === 'lines' && sent.lines) return { ...step, kind: 'lines', lines: sent.lines.map(lineOf) };
    if (sent.kind === 'deleted' && sent.ids) return { ...step, kind: 'deleted', ids: sent.ids };
    if (sent.kind === 'pinned') return { ...step, kind: 'pinned', line: sent.line ? lineOf(sent.line) : null };
    return null;
  } catch {
    return null;
  }
}

const lineOf = ({ sentAt, ...line }: Sent): ChatLine => ({ ...line, sentAt: new Date(sentAt) });
