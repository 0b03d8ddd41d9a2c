import { type ChatLine } from '../../lib/api';
import { wordsOf } from './words';

/** What somebody said: text, links that lead away and give nothing along, people who are named. */
export function Words({ body, mentions }: Pick<ChatLine, 'body' | 'mentions'>) {
  return wordsOf(body, mentions).map((word, at) => {
    if (word.kind === 'text') return word.text;
    if (word.kind === 'mention') {
      return (
        <a key={at} href={`/${word.text.toLowerCase()}`} className="font-medium text-accent-ink hover:underline">
          {word.text}
        </a>
      );
    }
    return (
      <a
        key={at}
        href={word.href}
        target="_blank"
        rel="noopener noreferrer nofollow ugc"
        className="text-accent-ink underline underline-offset-2"
      >
        {word.text}
      </a>
    );
  });
}
