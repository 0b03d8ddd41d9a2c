import { find } from 'linkifyjs';
import { type ChatLine } from '../../lib/api';

/** A part of what somebody said. */
export type Word =
  { kind: 'text'; text: string } | { kind: 'link'; text: string; href: string } | { kind: 'mention'; text: string };

/** A message in its parts: links to http and https alone, and the people who are named. */
export function wordsOf(body: string, mentions: ChatLine['mentions']): Word[] {
  const handles = new Set(mentions.map(({ handle }) => handle));
  const words: Word[] = [];
  let at = 0;
  for (const { value, href, start, end } of find(body, 'url', { defaultProtocol: 'https' })) {
    if (!/^https?:\/\//i.test(href)) continue;
    words.push(...withMentions(body.slice(at, start), handles), { kind: 'link', text: value, href });
    at = end;
  }
  return [...words, ...withMentions(body.slice(at), handles)];
}

function withMentions(text: string, handles: ReadonlySet<string>): Word[] {
  if (text === '') return [];
  if (handles.size === 0) return [{ kind: 'text', text }];
  return text.split(/(@[a-z0-9_]+)/gi).flatMap((part): Word[] => {
    if (part === '') return [];
    return [{ kind: handles.has(part.slice(1).toLowerCase()) ? 'mention' : 'text', text: part }];
  });
}
