// Fails the build when a module that belongs to the server is about to reach the browser: chain, database and media servers'
// libraries, and everything under server/. It looks at what Rollup really put into the chunks, after tree shaking.

const FORBIDDEN = [
  [/\/node_modules\/@polkadot\//, 'the chain library: the server builds transactions, the wallet signs them'],
  [/\/node_modules\/(@prisma\/|prisma\/|pg\/)/, 'the database library'],
  [/\/node_modules\/(livekit-server-sdk|lucia|pino|hono|@hono|ws|@node-rs)\//, 'a library of the server'],
  [/\/node_modules\/@trpc\/server\/dist\/adapters\//, 'the server half of tRPC (its core is shared with the client)'],
  [/^(?!.*node_modules).*\/server\//, 'code of server/: pages get types from it, never values'],
];

/**
 * The forbidden modules of a bundle, each with the reason.
 * @param {Record<string, { type: string, modules?: Record<string, { renderedLength: number }> }>} bundle
 * @returns {string[]}
 */
export function forbiddenModules(bundle) {
  const modules = Object.values(bundle).flatMap((chunk) => Object.entries(chunk.modules ?? {}));
  return modules.flatMap(([id, { renderedLength }]) => {
    const rule = renderedLength > 0 && FORBIDDEN.find(([pattern]) => /** @type {RegExp} */ (pattern).test(id));
    return rule ? [`${id}\n    ${rule[1]}`] : [];
  });
}

/**
 * The Vite plugin; in vite.config.ts.
 * @returns {import('vite').Plugin}
 */
export function browserBundleGuard() {
  return {
    name: 'browser-bundle-guard',
    apply: (_config, { command, isSsrBuild }) => command === 'build' && !isSsrBuild,
    generateBundle(_options, bundle) {
      const found = forbiddenModules(/** @type {Parameters<typeof forbiddenModules>[0]} */ (bundle));
      if (found.length > 0) this.error(`These modules may not reach the browser:\n  ${found.join('\n  ')}`);
    },
  };
}
