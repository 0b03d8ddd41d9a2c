import { vitePlugin as remix } from '@remix-run/dev';
import tailwindcss from '@tailwindcss/vite';
import { fileURLToPath } from 'node:url';
import { defaultClientConditions, defineConfig } from 'vite';
import { browserBundleGuard } from './scripts/browser-bundle-guard.mjs';
import { texts } from './scripts/texts/plugin.mjs';

declare module '@remix-run/node' {
  interface Future {
    v3_singleFetch: true;
  }
}

const demoWallet = process.env.VILOKANAM_DEMO_WALLET === '1';

export default defineConfig({
  // The demo wallet is for the local chain alone: without this flag its code is not in the bundle
  // at all.
  define: { __DEMO_WALLET__: JSON.stringify(demoWallet) },
  resolve: {
    alias: { '~': fileURLToPath(new URL('./app', import.meta.url)) },
    // Newer JavaScript, where a package has it: the older form of rxjs adds more helpers to a chunk
    // of every page.
    conditions: ['es2015', ...defaultClientConditions],
  },
  // All that pages import is prepared at the start of development: found one by one, it would come
  // with a second copy of React.
  optimizeDeps: { entries: ['app/entry.client.tsx', 'app/root.tsx', 'app/routes/*.tsx'] },
  plugins: [
    tailwindcss(),
    texts(),
    browserBundleGuard({ demoWallet }),
    remix({
      appDirectory: 'app',
      ignoredRouteFiles: ['**/*.test.{ts,tsx}'],
      future: {
        v3_fetcherPersist: true,
        v3_relativeSplatPath: true,
        v3_throwAbortReason: true,
        v3_singleFetch: true,
        v3_lazyRouteDiscovery: true,
        v3_routeConfig: true,
      },
    }),
  ],
  build: { target: 'es2022', sourcemap: false, assetsInlineLimit: 0 },
});
