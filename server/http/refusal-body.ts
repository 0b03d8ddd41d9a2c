import { TRPCError } from '@trpc/server';
import { getHTTPStatusCodeFromError } from '@trpc/server/http';
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc';
import { type ContentfulStatusCode } from 'hono/utils/http-status';
import { type ErrorCode } from '../../sdk/error-codes';
import { DomainError } from '../errors';

/** What a tRPC client reads as an error, where a request is refused before the API is reached. */
export function refusalBody(code: ErrorCode) {
  const { message, trpc } = new DomainError(code);
  const status = getHTTPStatusCodeFromError(new TRPCError({ code: trpc })) as ContentfulStatusCode;
  const data = { code, fields: {}, retryAfterSeconds: null, httpStatus: status };
  return { status, body: { error: { json: { message, code: TRPC_ERROR_CODES_BY_KEY[trpc], data } } } };
}
