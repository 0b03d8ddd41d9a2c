import { type ActionFunctionArgs, type AppLoadContext, redirect } from '@remix-run/node';
import { unlockInput } from '../../../schemas/plans';
import { act, refused } from '../../lib/api.server';
import { submitForm } from '../../lib/form.server';
import { readCookie } from '../../lib/theme';

const ADULT = 'adult';
const passCookie = (id: string) => `pass-${id}`;

/** What a browser without an account says at the door of a stream. */
export function readEntry(request: Request, id: string): { pass: string | null; adult: boolean } {
  const cookies = request.headers.get('cookie');
  return { pass: readCookie(cookies, passCookie(id)), adult: readCookie(cookies, ADULT) === '1' };
}

/** Gives the password, or says to be of age; then the page is there anew. */
export async function openDoor(args: ActionFunctionArgs, id: string) {
  const { request, context } = args;
  const form = await request.formData();
  const page = new URL(request.url).pathname;
  if (form.get('form') === 'adult') {
    const { account } = await context.api.session.me();
    if (account) await act(args, (api) => api.access.confirmAdult());
    return goOn(context, page, `${ADULT}=1`);
  }
  const opened = await submitForm(args, form, { schema: unlockInput, secret: ['password'] }, (api, { password }) =>
    api.access.unlock({ id, password }),
  );
  if (!opened.ok) return refused(opened.refusal, { result: opened.result });
  const { pass } = opened.sent;
  return goOn(context, page, pass && `${passCookie(id)}=${pass}`);
}

/** Kept until the browser is closed. */
function goOn({ config }: AppLoadContext, page: string, cookie: string | null) {
  const secure = config.origin.startsWith('https:') ? '; Secure' : '';
  return redirect(
    page,
    cookie ? { headers: { 'Set-Cookie': `${cookie}; Path=/; HttpOnly; SameSite=Lax${secure}` } } : {},
  );
}
