import { type PageContext } from '../../server/http/app';

declare module '@remix-run/node' {
  /** What the HTTP layer hands to every loader and action. */
  interface AppLoadContext {
    api: PageContext['api'];
    refusalOf: PageContext['refusalOf'];
    language: PageContext['language'];
    nonce: PageContext['nonce'];
    requestId: PageContext['requestId'];
    log: PageContext['log'];
    config: PageContext['config'];
  }
}
