import { getTRPCErrorFromUnknown, initTRPC, TRPCError } from '@trpc/server';
import superjson from 'superjson';
import { ZodError } from 'zod';
import { DomainError, type ErrorCode } from '../errors';
import { type Role } from '../generated/prisma/enums';
import { rolesOf } from '../accounts/roles';
import { type Context } from './context';

/** What a client learns of a refusal: switch on `code`, show the message, put `fields` beside what was typed. */
export interface ErrorShape {
  code: ErrorCode | 'badInput' | 'unexpected';
  fields: Record<string, string>;
  retryAfterSeconds: number | null;
}

/** A refusal as it is told: over the wire, and to pages. */
export interface Refusal extends ErrorShape {
  message: string;
}

/** Reads what a procedure threw. What is neither a domain's refusal nor bad input is a defect, and told as one. */
export function refusalOf(error: unknown): Refusal {
  const { code, cause } = getTRPCErrorFromUnknown(error);
  const told = { fields: {}, retryAfterSeconds: null };
  if (cause instanceof DomainError) {
    return { ...told, code: cause.code, message: cause.message, retryAfterSeconds: cause.retryAfterSeconds ?? null };
  }
  if (cause instanceof ZodError) {
    const fields: Record<string, string> = {};
    for (const issue of cause.issues) fields[issue.path.join('.')] ??= issue.message;
    return { ...told, code: 'badInput', message: Object.values(fields)[0] ?? NOT_EXPECTED, fields };
  }
  if (code !== 'INTERNAL_SERVER_ERROR') return { ...told, code: 'badInput', message: NOT_EXPECTED };
  return { ...told, code: 'unexpected', message: OUR_FAULT };
}

const NOT_EXPECTED = 'That is not what we expected.';
const OUR_FAULT =
  'Something went wrong on our side. Nothing was changed and nothing was charged. Try again in a moment.';

const t = initTRPC.context<Context>().create({
  transformer: superjson,
  sse: { enabled: false },
  errorFormatter({ shape, error }) {
    const { message, ...told } = refusalOf(error);
    return { code: shape.code, message, data: { ...told, httpStatus: shape.data.httpStatus, path: shape.data.path } };
  },
});

/** Turns a domain's refusal into tRPC's, and logs what nobody meant to happen. */
const refusals = t.middleware(async ({ ctx, path, next }) => {
  const result = await next();
  if (result.ok) return result;
  const { cause } = result.error;
  if (cause instanceof DomainError) {
    ctx.log.info({ path, code: cause.code }, 'refused');
    throw new TRPCError({ code: cause.trpc, message: cause.message, cause });
  }
  if (result.error.code === 'INTERNAL_SERVER_ERROR')
    ctx.log.error({ path, err: cause ?? result.error }, 'procedure failed');
  return result;
});

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

/**
 * Whoever holds the id of a viewing: it was told to its viewer alone. No session is read, so that a voucher a second costs no
 * query; what a voucher may do is proven by its signature.
 */
export const holder = t.procedure.use(refusals);

/** Anybody may call; `ctx.signedIn` says who does, or null. */
export const anyone = t.procedure
  .use(refusals)
  .use(async ({ ctx, next }) => next({ ctx: { signedIn: await ctx.who() } }));

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
