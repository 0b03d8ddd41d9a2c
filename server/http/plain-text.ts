import { type Context } from 'hono';
import { type ContentfulStatusCode } from 'hono/utils/http-status';
import { say } from '../../texts/i18n';
import { languageOf } from '../../texts/languages';
import { says } from '../../texts/says';
import { i18nIn } from '../i18n';

export const NOTHING_HERE = says('There is nothing at this address.');

/** Answers with a sentence alone, in the language of who asks, where no page is made. */
export function plainText(c: Context, marked: string, status: ContentfulStatusCode): Response {
  const language = languageOf(c.req.header('cookie'), c.req.header('accept-language'));
  return c.text(say(i18nIn(language), marked), status);
}
