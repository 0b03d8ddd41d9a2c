/** Where what happens in a chat is told to everybody in the room. */
export const CHAT_TOPIC = 'chat';

/** A message has at most so many characters, as people count them. */
export const MAX_CHARACTERS = 500;

/** How many characters a text has as people count them: an emoji of several parts is one. */
export function countCharacters(text: string): number {
  if (typeof Intl.Segmenter !== 'function') return Array.from(text).length;
  let characters = 0;
  for (const _ of new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)) characters += 1;
  return characters;
}
