import { type AppLoadContext, data, redirect } from '@remix-run/node';
import { says } from '../../texts/says';
import { NOT_SAVED } from './form';
import { signInPath } from './safe-next';

/** A refusal of the API as a form shows it: the sentence on top, the rest beside what was typed. */
export type Refusal = Pick<ReturnType<AppLoadContext['refusalOf']>, 'code' | 'message' | 'fields'>;

/** What the error page is given. */
export interface Broken {
  message: string;
  requestId: string;
}

interface PageArgs {
  request: Request;
  context: AppLoadContext;
}

/** The typed API, as whoever asks for a page may use it. */
export type Api = AppLoadContext['api'];

const OURS = says('The fault is ours. Nothing was changed and nothing was charged. Try again in a moment.');

/**
 * Asks the API for a page: what it refuses becomes a 404, the way to the sign-in page, or the error
 * page.
 */
export async function load<T>({ request, context }: PageArgs, ask: (api: Api) => Promise<T>): Promise<T> {
  try {
    return await ask(context.api);
  } catch (error) {
    if (error instanceof Response) throw error;
    const refusal = context.refusalOf(error);
    if (refusal.code === 'notSignedIn') throw redirect(signInPath(pathOf(request)));
    if (refusal.code === 'notCreator') throw redirect('/dashboard');
    // An id in an address that is no id at all is simply an address that leads nowhere.
    if (refusal.code === 'notFound' || refusal.code === 'badInput') throw notFound(context);
    throw broken(context, refusal.code === 'unexpected' ? OURS : refusal.message, statusOf(refusal));
  }
}

/** Does what a form asks for. A refusal comes back as a value, for the form to show. */
export async function act<T>(
  { request, context }: PageArgs,
  ask: (api: Api) => Promise<T>,
): Promise<{ ok: true; value: T } | { ok: false; refusal: Refusal }> {
  try {
    return { ok: true, value: await ask(context.api) };
  } catch (error) {
    const { code, message, fields } = context.refusalOf(error);
    if (code === 'notSignedIn') throw redirect(signInPath(pathOf(request)));
    return { ok: false, refusal: { code, fields, message: code === 'badInput' ? NOT_SAVED : message } };
  }
}

/** What a form is answered when the API refused: the status says so too, for who has no script. */
export function refused<Extra extends object>(refusal: Refusal, extra: Extra) {
  return data({ refusal, done: null, ...extra }, { status: statusOf(refusal) });
}

/** The answer for an address that leads nowhere. */
export function notFound(context: AppLoadContext) {
  return broken(context, says('There is nothing at this address, or it is not for you to see.'), 404);
}

function broken(context: AppLoadContext, message: string, status: number) {
  return data({ message, requestId: context.requestId } satisfies Broken, { status });
}

function statusOf({ code }: Refusal): number {
  if (code === 'unexpected') return 500;
  if (code === 'tooManyTries') return 429;
  return code === 'notAllowed' ? 403 : 400;
}

function pathOf(request: Request): string {
  const { pathname, search } = new URL(request.url);
  return pathname + search;
}
