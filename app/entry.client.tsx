import { I18nProvider } from '@lingui/react';
import { RemixBrowser } from '@remix-run/react';
import { startTransition, StrictMode } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { parseLanguage } from '../texts/languages';
import { i18nIn, loadCatalogue } from './lib/texts';

declare global {
  var __webpack_nonce__: string | undefined;
}

// Dialogs keep the page behind them from scrolling by a <style> of their own; this is how their
// library learns the nonce.
globalThis.__webpack_nonce__ = document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce;

const language = parseLanguage(document.documentElement.lang) ?? 'en';

void loadCatalogue(language).then(() => {
  startTransition(() => {
    hydrateRoot(
      document,
      <StrictMode>
        <I18nProvider i18n={i18nIn(language)}>
          <RemixBrowser />
        </I18nProvider>
      </StrictMode>,
    );
  });
});
