import { defineConfig } from '@lingui/conf';
import { textExtractor } from './scripts/texts/extractor.mjs';

export default defineConfig({
  sourceLocale: 'en',
  locales: ['en', 'ar'],
  catalogs: [
    {
      path: '<rootDir>/texts/{locale}',
      include: ['app', 'schemas', 'sdk', 'server'],
      exclude: ['app/gallery/**', '**/generated/**', '**/*.test.*', '**/testing/**', 'sdk/dist/**'],
    },
  ],
  // a page after the other, so that a text stands among those that are read with it
  orderBy: 'origin',
  format: 'po',
  formatOptions: { lineNumbers: false },
  extractors: [textExtractor],
});
