import { plainText } from './plain-text';

/** "example [dot] com", "example(.)com", "example dot com": written so that no program sees it. */
const SPELLED_DOT =
  /\s{0,3}[([{<]\s{0,3}(?:dot|\.)\s{0,3}[)\]}>]\s{0,3}|\s{1,3}dot\s{1,3}(?=(?:com|net|org|io|tv|gg|me|co|ru|xyz|info|app|link)\b)/gu;
/** A scheme, or "www.". */
const OPENING = /[a-z][a-z0-9+.-]{1,20}:\/\/\S|(?<![\p{L}\p{N}])www\.\S/u;
/** A name that ends as addresses do; two sentences without a blank between them do not. */
const NAME =
  /[\p{L}\p{N}]\.(?:com|net|org|info|biz|io|tv|gg|me|co|ru|xyz|app|dev|link|live|site|online|shop|store|club|top|icu|vip|fun|pro|ly|be|de|uk|in|us|eu|nl|fr|es|it|pl|jp|cn|kr|br|au|ca|ch|at|se|no|fi|dk|cz|to|cc|ws|sh|ai|ml|tk|ga|cf|gq|pw|su)(?![\p{L}\p{N}])/u;

/** Whether a text has an address that somebody could open, also one that is written around. */
export function hasLink(text: string): boolean {
  const plain = plainText(text).replace(SPELLED_DOT, '.');
  return OPENING.test(plain) || NAME.test(plain);
}
