import { TRPCError } from '@trpc/server';
import { getHTTPStatusCodeFromError } from '@trpc/server/http';
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc';
import { type ContentfulStatusCode } from 'hono/utils/http-status';
import { type ErrorCode } from '../../sdk/error-codes';
import { say } from '../../texts/i18n';
import { type Language } from '../../texts/languages';
import { DomainError } from '../errors';
import { i18nIn } from '../i18n';

/** What a tRPC client reads as an error, where a request is refused before the API is reached. */
export function refusalBody(code: ErrorCode, language: Language) {
  const { marked, trpc } = new DomainError(code);
  const message = say(i18nIn(language), marked);
  const status = getHTTPStatusCodeFromError(new TRPCError({ code: trpc })) as ContentfulStatusCode;
  const data = { code, fields: {}, retryAfterSeconds: null, httpStatus: status };
  return { status, body: { error: { json: { message, code: TRPC_ERROR_CODES_BY_KEY[trpc], data } } } };
}
