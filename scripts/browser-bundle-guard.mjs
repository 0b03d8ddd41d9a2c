// Fails the build when a module is about to reach the browser that does not belong there: libraries
// of the chain, the database and the media server, everything under server/, the page of all
// components, and the demo wallet unless it was asked for. It looks at what Rollup really put into
// the chunks, after tree shaking.
import { relative, sep } from 'node:path';

/**
 * Patterns for paths from the repository's root, each with its reason.
 * @type {[RegExp, string][]}
 */
const FORBIDDEN = [
  [/(^|\/)node_modules\/@polkadot\//, 'the chain library: the server builds transactions, the wallet signs them'],
  [/(^|\/)node_modules\/(@prisma\/|prisma\/|pg\/)/, 'the database library'],
  [/(^|\/)node_modules\/(livekit-server-sdk|lucia|pino|hono|@hono|ws|@node-rs)\//, 'a library of the server'],
  [
    /(^|\/)node_modules\/@trpc\/server\/dist\/adapters\//,
    'the server half of tRPC (its core is shared with the client)',
  ],
  [/^app\/gallery\//, 'the page of all components: for development alone'],
  [/^server\//, 'code of server/: pages get types from it, never values'],
];

/** @type {[RegExp, string]} */
const DEMO_WALLET = [/^app\/lib\/wallets\/demo-wallet\./, 'the demo wallet: for local installations alone'];

/**
 * The forbidden modules of a bundle, each with the reason.
 * @param {Record<string, { type: string, modules?: Record<string, { renderedLength: number }> }>} bundle
 * @param {{ root: string, demoWallet: boolean }} options
 * @returns {string[]}
 */
export function forbiddenModules(bundle, { root, demoWallet }) {
  const rules = demoWallet ? FORBIDDEN : [...FORBIDDEN, DEMO_WALLET];
  const modules = Object.values(bundle).flatMap((chunk) => Object.entries(chunk.modules ?? {}));
  return modules.flatMap(([id, { renderedLength }]) => {
    const path = relative(root, id).split(sep).join('/');
    const rule = renderedLength > 0 && rules.find(([pattern]) => pattern.test(path));
    return rule ? [`${path}\n    ${rule[1]}`] : [];
  });
}

/**
 * The Vite plugin; in vite.config.ts.
 * @param {{ demoWallet: boolean }} options
 * @returns {import('vite').Plugin}
 */
export function browserBundleGuard({ demoWallet }) {
  let root = process.cwd();
  return {
    name: 'browser-bundle-guard',
    apply: (_config, { command, isSsrBuild }) => command === 'build' && !isSsrBuild,
    configResolved(config) {
      root = config.root;
    },
    generateBundle(_options, bundle) {
      const chunks = /** @type {Parameters<typeof forbiddenModules>[0]} */ (bundle);
      const found = forbiddenModules(chunks, { root, demoWallet });
      if (found.length > 0) this.error(`These modules may not reach the browser:\n  ${found.join('\n  ')}`);
    },
  };
}
