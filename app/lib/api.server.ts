import { type AppLoadContext, data, redirect } from '@remix-run/node';
import { type ErrorShape } from '../../server/trpc/init';
import { signInPath } from './safe-next';

/** A refusal of the API as a form shows it: the sentence on top, the rest beside what was typed. */
export interface Refusal {
  code: ErrorShape['code'];
  message: string;
  fields: Record<string, string>;
}

/** What the error page is given. */
export interface Broken {
  message: string;
  requestId: string;
}

interface PageArgs {
  request: Request;
  context: AppLoadContext;
}

type Api = AppLoadContext['api'];

const UNEXPECTED: Refusal = {
  code: 'unexpected',
  message: 'Something went wrong on our side. Nothing was changed and nothing was charged. Try again in a moment.',
  fields: {},
};

const OURS = 'The fault is ours. Nothing was changed and nothing was charged. Try again in a moment.';

/** Asks the API for a page: what it refuses becomes a 404, the way to the sign-in page, or the error page. */
export async function load<T>({ request, context }: PageArgs, ask: (api: Api) => Promise<T>): Promise<T> {
  try {
    return await ask(context.api);
  } catch (error) {
    if (error instanceof Response) throw error;
    const refusal = refusalOf(error);
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
    const refusal = refusalOf(error);
    if (refusal.code === 'notSignedIn') throw redirect(signInPath(pathOf(request)));
    return { ok: false, refusal };
  }
}

/** What a form is answered when the API refused: the status says so too, for who has no script. */
export function refused<Extra extends object>(refusal: Refusal, extra: Extra) {
  return data({ refusal, done: null, ...extra }, { status: statusOf(refusal) });
}

/** The answer for an address that leads nowhere. */
export function notFound(context: AppLoadContext) {
  return broken(context, 'There is nothing at this address, or it is not for you to see.', 404);
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

/**
 * Reads what the API threw. By shape and not by class: pages and server are two bundles, each with its own copy of the
 * classes. What has neither shape is a defect; the API has logged it by then.
 */
function refusalOf(error: unknown): Refusal {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error && cause.name === 'DomainError' && 'code' in cause) {
    return { code: cause.code as ErrorShape['code'], message: cause.message, fields: {} };
  }
  if (cause instanceof Error && 'issues' in cause && Array.isArray(cause.issues)) {
    const fields: Record<string, string> = {};
    for (const issue of cause.issues as { path: PropertyKey[]; message: string }[]) {
      fields[issue.path.map(String).join('.')] ??= issue.message;
    }
    return { code: 'badInput', message: 'Some of this needs another look. Nothing was saved yet.', fields };
  }
  return UNEXPECTED;
}
