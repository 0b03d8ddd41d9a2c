import { getTRPCErrorFromUnknown, initTRPC, TRPCError } from '@trpc/server';
import { ZodError } from 'zod';
import { type ApiErrorData } from '../../sdk/api-error';
import { type ErrorCode } from '../../sdk/error-codes';
import { say } from '../../texts/i18n';
import { type Language } from '../../texts/languages';
import { says } from '../../texts/says';
import { DomainError } from '../errors';
import { i18nIn } from '../i18n';
import { type Role } from '../generated/prisma/enums';
import { rolesOf } from '../accounts/roles';
import { type Context } from './context';
import { wire } from './wire';

/** A refusal as it is told: over the wire, and to pages. */
export interface Refusal extends ApiErrorData {
  message: string;
}

/**
 * Reads what a procedure threw. What is neither a domain's refusal nor bad input is a defect, and
 * told as one.
 */
export function refusalOf(error: unknown, language: Language): Refusal {
  const { message, fields, ...told } = markedRefusal(error);
  const i18n = i18nIn(language);
  const said = Object.entries(fields).map(([field, sentence]) => [field, say(i18n, sentence)] as const);
  return { ...told, message: say(i18n, message), fields: Object.fromEntries(said) };
}

/** The same, not yet said in a language. */
function markedRefusal(error: unknown): Refusal {
  const { code, cause } = getTRPCErrorFromUnknown(error);
  const told = { fields: {}, retryAfterSeconds: null };
  if (cause instanceof DomainError) {
    const { marked: message, retryAfterSeconds = null, fields } = cause;
    return { code: cause.code, message, retryAfterSeconds, fields: { ...fields } };
  }
  if (cause instanceof ZodError) {
    const fields: Record<string, string> = {};
    for (const issue of cause.issues) fields[issue.path.join('.')] ??= issue.message;
    return { ...told, code: 'badInput', message: Object.values(fields)[0] ?? NOT_EXPECTED, fields };
  }
  if (code !== 'INTERNAL_SERVER_ERROR') return { ...told, code: 'badInput', message: NOT_EXPECTED };
  return { ...told, code: 'unexpected', message: OUR_FAULT };
}

const NOT_EXPECTED = says('That is not what we expected.');
const OUR_FAULT = says(
  'Something went wrong on our side. Nothing was changed and nothing was charged. Try again in a moment.',
);

const t = initTRPC.context<Context>().create({
  transformer: wire,
  sse: { enabled: false },
  errorFormatter({ shape, error, ctx }) {
    const { message, ...told } = refusalOf(error, ctx?.language ?? 'en');
    return { code: shape.code, message, data: { ...told, httpStatus: shape.data.httpStatus, path: shape.data.path } };
  },
});

/**
 * Turns a domain's refusal into tRPC's, and logs what nobody meant to happen. A subscription takes
 * one of the places of its socket, until it ends. One step for both: each costs a voucher some
 * microseconds.
 */
const base = t.procedure.use(async ({ ctx, path, type, next }) => {
  const stop = type === 'subscription' ? ctx.place?.follow() : undefined;
  const result = await next();
  if (result.ok) return stop ? { ...result, data: until(result.data as AsyncIterable<unknown>, stop) } : result;
  stop?.();
  const { cause } = result.error;
  if (cause instanceof DomainError) {
    ctx.log.info({ path, code: cause.code }, 'refused');
    throw new TRPCError({ code: cause.trpc, message: cause.message, cause });
  }
  if (result.error.code === 'INTERNAL_SERVER_ERROR')
    ctx.log.error({ path, err: cause ?? result.error }, 'procedure failed');
  return result;
});

async function* until<Value>(values: AsyncIterable<Value>, stop: () => void): AsyncGenerator<Value> {
  try {
    yield* values;
  } finally {
    stop();
  }
}

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

/**
 * Whoever holds the id of a viewing: it was told to its viewer alone. No session is read, so that a
 * voucher a second costs no query; what a voucher may do is proven by its signature.
 */
export const byViewingId = base;

/** Anybody may call; `ctx.signedIn` says who does, or null. */
export const anyone = base.use(async ({ ctx, next }) => next({ ctx: { signedIn: await ctx.who() } }));

/** Only who is signed in. */
export const signedIn = anyone.use(({ ctx, next }) => {
  if (!ctx.signedIn) throw new DomainError('notSignedIn');
  return next({ ctx: { signedIn: ctx.signedIn } });
});

const withRole = (role: Role, refusal: ErrorCode) =>
  signedIn.use(async ({ ctx, next }) => {
    const roles = await rolesOf(ctx.deps, ctx.signedIn.accountId);
    if (!roles.includes(role)) throw new DomainError(refusal);
    return next();
  });

/** Only creators. */
export const creator = withRole('creator', 'notCreator');
/** Only who runs the platform. */
export const admin = withRole('admin', 'notAllowed');
