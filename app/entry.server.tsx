import { PassThrough } from 'node:stream';
import { type AppLoadContext, createReadableStreamFromReadable, type EntryContext } from '@remix-run/node';
import { RemixServer } from '@remix-run/react';
import { isbot } from 'isbot';
import { renderToPipeableStream } from 'react-dom/server';
import { I18nProvider } from '@lingui/react';
import { type Catalogue } from '../texts/i18n';
import arabic from '../texts/generated/ar.json';
import { NonceProvider } from './lib/nonce';
import { i18nIn, keepCatalogue } from './lib/texts';

keepCatalogue('ar', arabic as unknown as Catalogue);

/**
 * How long a page waits for its slow parts; what is later than that shows as failed there, not on
 * the whole page.
 */
export const streamTimeout = 5_000;

/**
 * Renders a page: people get it as soon as its frame is ready, search engines when it is complete.
 */
export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remixContext: EntryContext,
  { nonce, log, language }: AppLoadContext,
): Promise<Response> {
  const readyFor = isbot(request.headers.get('user-agent')) ? 'onAllReady' : 'onShellReady';
  return new Promise((resolve, reject) => {
    let answered = false;
    let failed = false;
    const { pipe, abort } = renderToPipeableStream(
      <NonceProvider value={nonce}>
        <I18nProvider i18n={i18nIn(language)}>
          <RemixServer context={remixContext} url={request.url} nonce={nonce} />
        </I18nProvider>
      </NonceProvider>,
      {
        nonce,
        [readyFor]() {
          answered = true;
          const body = new PassThrough();
          headers.set('Content-Type', 'text/html; charset=utf-8');
          resolve(new Response(createReadableStreamFromReadable(body), { headers, status: failed ? 500 : status }));
          pipe(body);
        },
        onShellError: reject,
        onError(error: unknown) {
          failed = true;
          // Before that the error page is rendered instead, and the error reported where it was
          // thrown.
          if (answered && !request.signal.aborted) log.error({ err: error }, 'page broke while it was streamed');
        },
      },
    );
    setTimeout(abort, streamTimeout + 1_000).unref();
  });
}

/**
 * Errors of loaders, actions and rendering that nobody meant to happen. Refusals were turned into
 * answers before.
 */
export function handleError(error: unknown, { request, context }: { request: Request; context: AppLoadContext }) {
  if (!request.signal.aborted) context.log.error({ err: error }, 'page failed');
}
