import { type Context } from 'hono';
import { says } from '../../texts/says';
import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { unsubscribeInput } from '../notifications/input';
import { unsubscribe } from '../notifications/unsubscribe';
import { plainText } from './plain-text';

export const UNSUBSCRIBE_PATH = '/unsubscribe';
/** A mail program sends one field; more is no mail program's. */
export const LARGEST_UNSUBSCRIBE = 4 * 1024;

/** What RFC 8058 has mail programs send. */
const ONE_CLICK = /(?:^|&|\r?\n|name=")List-Unsubscribe(?:=|"\s+)One-Click/;

/** Whether it comes from a mail program, which has no page of ours and so no origin. */
export function isOneClick(c: Context): boolean {
  return c.req.header('origin') === undefined;
}

/** One click in a mail program: the link alone says who and what. */
export async function answerOneClick({ db, log }: Pick<Deps, 'db' | 'log'>, c: Context): Promise<Response> {
  const { account, kind, token } = c.req.query();
  const asked = unsubscribeInput.safeParse({ accountId: account, kind, token });
  if (!ONE_CLICK.test(await c.req.text()) || !asked.success)
    return plainText(c, says('That is not what we expected.'), 400);
  try {
    await unsubscribe({ db }, asked.data);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    log.info({ code: error.code }, 'a link to unsubscribe was refused');
    return plainText(c, error.marked, 404);
  }
  return plainText(c, says('You get no more mails of this kind.'), 200);
}
