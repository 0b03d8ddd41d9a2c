import js from '@eslint/js';
import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/**
 * Forbidden arrows of the design: which imports, and why.
 * @param {...object} patterns
 * @returns {Record<string, any>}
 */
const forbid = (...patterns) => ({
  'no-restricted-imports': 'off',
  '@typescript-eslint/no-restricted-imports': ['error', { patterns }],
});

const serverValues = {
  regex: '^(\\.\\./)+server(/|$)|^~/\\.\\./server',
  allowTypeImports: true,
  message:
    'The browser gets types from server/, never values. Loaders and actions reach the server through app/lib/api.server.ts.',
};
const appInServer = {
  regex: '(^|/)app/|^~/',
  message: 'server/ and sdk/ stand without the web app: app imports them, never the other way round.',
};
const sdkOnly = {
  regex:
    '^(@polkadot/|@acala-network/|lucia$|@node-rs/argon2|livekit-server-sdk|@prisma/|pg$|pino$)|generated/prisma/(client|models|enums)',
  allowTypeImports: true,
  message: 'Third-party engines are imported by server/gateways/ alone; a domain asks Deps for what it needs.',
};
const trpcInDomain = {
  regex: '^@trpc/|(^|/)trpc(/|$)',
  message: 'A domain does not know that tRPC calls it: it takes Deps and plain values and throws DomainError.',
};
const gatewaysInDomain = {
  regex: '(^|/)gateways/',
  allowTypeImports: true,
  message: 'A domain gets its gateways through Deps; only main.ts and tests choose which ones.',
};
const chainInBrowser = {
  regex: '^(@polkadot/|@prisma/|pg$|lucia$|livekit-server-sdk|node:)',
  message: 'This code runs in the browser: no chain, database or server library there.',
};
const appInternals = {
  regex: '(^|/)(routes|features)/|^~/(routes|features)/',
  message: 'app/ui and app/lib are the ground that routes and features stand on: they import neither.',
};

const environment = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'Only server/env.ts reads process.env.',
};
const defaultExport = {
  selector: 'ExportDefaultDeclaration',
  message: 'Name what you export; only Remix routes and configuration files have defaults.',
};
const wallClock = {
  selector:
    "NewExpression[callee.name='Date'][arguments.length=0], CallExpression[callee.object.name='Date'][callee.property.name='now']",
  message: 'Time comes from deps.clock.',
};
/**
 * Forbidden ways of writing.
 * @param {...object} ways
 * @returns {Record<string, any>}
 */
const refuse = (...ways) => ({ 'no-restricted-syntax': ['error', ...ways] });

export default tseslint.config(
  { ignores: ['build/', '.vilokanam/', 'server/generated/', 'contracts/**/target/', 'test-results/'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/no-dynamic-delete': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
    },
  },
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          'process',
          'console',
          'Buffer',
          'URL',
          'fetch',
          'setTimeout',
          'clearTimeout',
          'setInterval',
          'clearInterval',
          'performance',
          'AbortController',
          'AbortSignal',
          'TextDecoder',
          'Response',
          'WebSocket',
        ].map((name) => [name, 'readonly']),
      ),
    },
  },

  // app -> types of server, ui and lib below features and routes
  {
    files: ['app/**/*.{ts,tsx}'],
    ignores: ['app/lib/api.server.ts', 'app/entry.server.tsx', '**/*.test.*'],
    plugins: { 'react-hooks': hooks },
    rules: { ...hooks.configs.recommended.rules, ...forbid(serverValues, chainInBrowser) },
  },
  {
    files: ['app/ui/**/*.{ts,tsx}', 'app/lib/**/*.{ts,tsx}'],
    ignores: ['app/lib/api.server.ts', '**/*.test.*'],
    rules: forbid(serverValues, chainInBrowser, appInternals),
  },

  // sdk -> types of server
  {
    files: ['sdk/**/*.{ts,tsx}'],
    ignores: ['**/*.test.*'],
    plugins: { 'react-hooks': hooks },
    rules: { ...hooks.configs.recommended.rules, ...forbid({ ...serverValues }, appInServer, chainInBrowser) },
  },

  // trpc -> domain -> Deps <- gateways
  {
    files: ['server/**/*.ts'],
    ignores: ['**/*.test.*', 'server/testing/**'],
    rules: {
      ...forbid(appInServer, sdkOnly, trpcInDomain, gatewaysInDomain),
      ...refuse(environment, defaultExport, wallClock),
    },
  },
  { files: ['server/gateways/**/*.ts'], ignores: ['**/*.test.*'], rules: forbid(appInServer, trpcInDomain) },
  {
    files: ['server/trpc/**/*.ts', 'server/http/**/*.ts'],
    ignores: ['**/*.test.*'],
    rules: forbid(appInServer, sdkOnly, gatewaysInDomain),
  },
  { files: ['server/main.ts', 'server/log.ts', 'server/errors.ts'], rules: forbid(appInServer) },
  { files: ['server/env.ts'], rules: refuse(defaultExport, wallClock) },
  { files: ['server/clock.ts', 'server/gateways/**/*.ts'], rules: refuse(environment, defaultExport) },
  { files: ['sdk/**/*.{ts,tsx}', 'app/{ui,lib,features}/**/*.{ts,tsx}'], rules: refuse(environment, defaultExport) },
  { files: ['app/*.{ts,tsx}', 'app/routes/**/*.tsx'], rules: refuse(environment) },

  // tools speak to a terminal and read its environment
  { files: ['scripts/**', 'prisma/**', 'e2e/**', 'bench/**', 'contracts/**'], rules: { 'no-console': 'off' } },
  {
    files: ['**/*.test.{ts,tsx}', '**/*.test.fake.ts', 'e2e/**', 'server/testing/**'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
);
