import js from '@eslint/js';
import lingui from 'eslint-plugin-lingui';
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
const ownSchema = {
  regex: '^zod(/|$)|^@conform-to/',
  allowTypeImports: true,
  message: 'A form has one schema, in schemas/, which its procedure takes too; app/lib/form.ts makes a form of it.',
};
const schemasAlone = {
  regex: '(^|/)(app|server)/|^~/|^node:|^(@polkadot/|@prisma/|pg$|lucia$|livekit|@trpc/|@remix-run/|react)',
  message: 'schemas/ is shared by pages and procedures: it stands on zod and the money of sdk/ alone.',
};
const productInSdk = {
  regex: '(^|\\./)(server|schemas|texts|scripts|e2e|prisma|contracts)/',
  message:
    'The SDK is installed alone: what both sides need, types included, stands in sdk/ and the product imports it.',
};
const deviceTime = {
  selector:
    "CallExpression[callee.object.name=/^(Date|performance)$/][callee.property.name='now'], NewExpression[callee.name='Date'][arguments.length=0]",
  message: 'Time comes from a clock that is given (sdk/clock.ts): tests let it pass by hand.',
};
const chainInBrowser = {
  regex: '^(@polkadot/|@prisma/|pg$|lucia$|livekit-server-sdk|node:)',
  message: 'This code runs in the browser: no chain, database or server library there.',
};
const livekitParts = {
  regex: '^@livekit/components',
  message:
    'LiveKit’s React parts are for the studio (docs/decisions/0128): player and SDK show a room without them, and no other page loads them.',
};
const textsAlone = {
  regex: '(^|/)(app|server|schemas|sdk)/|^~/|^node:|^(@polkadot/|@prisma/|pg$|lucia$|livekit|@trpc/|@remix-run/|react)',
  message: 'texts/ is shared by pages, schemas and the server: it stands on Lingui alone.',
};
/**
 * What a person reads goes through the catalogue (docs/decisions/0159). It begins with a capital
 * letter; what does so and is read by nobody is named here.
 * @type {['error', Record<string, unknown>]}
 */
const bareTexts = [
  'error',
  {
    useTsTypes: true,
    ignore: [
      '^[^A-Za-z]*$',
      '^(?![A-Z])',
      '^[A-Z0-9_]+$',
      '^(Vilokanam|Polkadot\\{\\.js\\})$',
      '^(Enter|Escape|Tab|Arrow.*|Home|End)$',
    ],
    ignoreNames: [
      'className',
      'class',
      'key',
      'href',
      'src',
      'sizes',
      'srcSet',
      'd',
      'id',
      'name',
      'autoComplete',
      { regex: { pattern: '^[A-Z0-9_]+$' } },
    ],
    ignoreFunctions: [
      'says',
      'cx',
      'variants',
      'Error',
      '*.querySelector',
      '*.setRequestHeader',
      '*.addEventListener',
      'console.*',
    ],
    ignoreMethodsOnTypes: ['Headers.set', 'Headers.get', 'Headers.append', 'Map.get', 'Set.has'],
  },
];
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
const globalTimers = {
  selector:
    "CallExpression[callee.name=/^(set|clear)(Timeout|Interval)$/], MemberExpression[object.name=/^(globalThis|window|global)$/][property.name=/^set(Timeout|Interval)$/], CallExpression[callee.object.name='AbortSignal'][callee.property.name='timeout'], ImportDeclaration[source.value=/^(node:)?timers/]",
  message:
    'Waiting goes through the timers that are given, on the server deps.timers (sdk/timers.ts): tests let time pass by hand.',
};
const STATELESS =
  'A module keeps no state: what a process remembers stands in an object that main.ts makes and Deps hands on.';
const atTop = ':matches(Program, Program > ExportNamedDeclaration) > VariableDeclaration';
const moduleVariable = { selector: `${atTop}[kind='let']`, message: STATELESS };
const moduleMemory = {
  selector: [
    `${atTop} > VariableDeclarator > NewExpression[callee.name=/^(Map|Set)$/][arguments.length=0]`,
    `${atTop} > VariableDeclarator > NewExpression[callee.name=/./]:not([callee.name=/^(Map|Set|Uint8Array|URL)$/])`,
  ].join(', '),
  message: STATELESS,
};
const literalSpread = {
  selector: 'ObjectExpression > SpreadElement > ObjectExpression',
  message: 'A literal that is spread into a literal says nothing more than its own properties: write those.',
};
/** Comments are read in narrow windows. Code is Prettier's; types in comments stay on one line. */
const commentLength = {
  code: 10_000,
  comments: 100,
  ignoreUrls: true,
  ignorePattern: '@(param|property|returns|typedef)|-{20,}',
};
/**
 * Forbidden ways of writing; the literal that is spread into a literal is always one of them.
 * @param {...object} ways
 * @returns {Record<string, any>}
 */
const refuse = (...ways) => ({ 'no-restricted-syntax': ['error', literalSpread, ...ways] });

/**
 * Which folders of one level may import which others. What is not written is forbidden, and a
 * folder imports only what is written above it: so nobody imports in a circle.
 * @param {string} level
 * @param {Record<string, string[]>} arrows
 * @param {(folder: string) => { files: string[], ignores?: string[], patterns: object[] }} base
 */
function walls(level, arrows, base) {
  const folders = Object.keys(arrows);
  return folders.map((folder, at) => {
    const circular = arrows[folder]?.filter((other) => folders.indexOf(other) >= at) ?? [];
    if (circular.length > 0)
      throw new Error(`${level}/${folder} stands above what it imports: ${circular.join(', ')}.`);
    const forbidden = folders.filter((other) => other !== folder && !arrows[folder]?.includes(other));
    const allowed = arrows[folder]?.length ? `only ${arrows[folder].join(', ')}` : 'no other';
    const wall = {
      regex: `^(\\.\\./)+(${level.replace('/', '/)?(')}/)?(${forbidden.join('|')})(/|$)`,
      message: `Of its neighbours ${level}/${folder} imports ${allowed}: what two of them need goes below both (docs/architecture.md).`,
    };
    const { files, ignores, patterns } = base(folder);
    return { files, ignores: ['**/*.test.*', ...(ignores ?? [])], rules: forbid(...patterns, wall) };
  });
}

/** Each domain of server/ and the domains that it builds on. */
export const DOMAINS = {
  audit: [],
  limits: [],
  access: ['limits'],
  vouchers: [],
  jobs: [],
  mail: [],
  names: [],
  balances: [],
  chain: [],
  identity: ['access', 'limits'],
  notifications: ['access', 'identity', 'jobs', 'limits', 'mail', 'names'],
  follows: ['names', 'notifications'],
  settling: ['balances', 'chain'],
  security: ['audit', 'identity', 'limits'],
  earnings: ['access', 'balances', 'chain', 'identity', 'limits'],
  purses: ['balances', 'chain', 'identity', 'limits'],
  streams: ['access', 'audit', 'chain', 'earnings', 'identity', 'names', 'notifications'],
  schedule: ['access', 'audit', 'names', 'notifications', 'streams'],
  pictures: ['access', 'audit', 'identity', 'limits'],
  sharing: ['access', 'chain', 'limits', 'names', 'pictures'],
  viewing: ['access', 'balances', 'chain', 'identity', 'limits', 'vouchers'],
  playback: ['access', 'chain', 'identity', 'limits', 'viewing'],
  accounts: ['audit', 'identity', 'jobs', 'limits', 'mail', 'names', 'notifications', 'security', 'viewing'],
  broadcast: ['audit', 'notifications', 'pictures', 'security', 'viewing'],
  videos: [
    ...['access', 'audit', 'chain', 'identity', 'jobs', 'limits', 'names', 'pictures', 'playback'],
    ...['security', 'streams', 'viewing'],
  ],
  messages: ['names', 'notifications'],
  moderation: [
    ...['access', 'audit', 'broadcast', 'follows', 'identity', 'jobs', 'limits', 'mail', 'messages', 'names'],
    ...['notifications', 'viewing'],
  ],
  chat: ['access', 'limits', 'messages', 'moderation', 'names', 'notifications', 'streams'],
  clips: [
    ...['access', 'audit', 'identity', 'limits', 'moderation', 'names', 'pictures', 'playback', 'videos'],
    ...['viewing'],
  ],
  discovery: ['access', 'accounts', 'follows', 'limits', 'names', 'streams', 'viewing'],
  stage: ['access', 'audit', 'broadcast', 'limits', 'messages', 'names', 'viewing'],
  rooms: ['broadcast', 'viewing'],
  feeds: ['audit', 'broadcast', 'identity', 'limits', 'security', 'streams', 'viewing'],
  rtmp: ['feeds', 'limits'],
  restream: ['audit', 'identity', 'limits', 'playback', 'security'],
  raids: ['access', 'audit', 'broadcast', 'limits', 'messages', 'names', 'streams'],
};

/** Each feature of the pages and the features that it builds on. */
export const FEATURES = {
  follows: [],
  raids: [],
  moderation: [],
  chat: ['moderation'],
  notifications: [],
  search: [],
  signing: [],
  pictures: [],
  reminders: [],
  transactions: [],
  security: ['signing'],
  accounts: ['security'],
  studio: ['pictures', 'security'],
  feeds: ['security'],
  recorder: [],
  restream: ['security'],
  broadcast: ['chat', 'feeds', 'raids', 'recorder', 'restream', 'security', 'studio'],
  videos: ['pictures', 'recorder', 'security', 'studio'],
  discovery: ['follows', 'moderation', 'search'],
  earnings: ['security', 'transactions'],
  frame: ['notifications', 'search', 'security'],
  settings: ['notifications', 'pictures', 'security'],
  wallet: ['security', 'transactions'],
  stage: ['broadcast'],
  watch: ['chat', 'follows', 'moderation', 'raids', 'stage', 'reminders'],
  playback: ['chat', 'follows', 'moderation', 'reminders', 'watch'],
  clips: ['moderation', 'playback', 'watch'],
};

export default tseslint.config(
  {
    ignores: [
      'build/',
      'sdk/dist/',
      '.vilokanam/',
      'server/generated/',
      'texts/generated/',
      'contracts/**/target/',
      'test-results/',
      'public/',
    ],
  },
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
      'max-len': ['error', commentLength],
    },
  },
  // what was compiled names the hash of these sources: a comment would ask for a new build
  { files: ['contracts/**'], rules: { 'max-len': 'off' } },
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
    rules: { ...hooks.configs.recommended.rules, ...forbid(serverValues, chainInBrowser, ownSchema, livekitParts) },
  },
  {
    files: ['app/ui/**/*.{ts,tsx}', 'app/lib/**/*.{ts,tsx}'],
    ignores: ['app/lib/api.server.ts', '**/*.test.*'],
    rules: forbid(serverValues, chainInBrowser, ownSchema, livekitParts, appInternals),
  },
  { files: ['app/lib/form.ts'], rules: forbid(serverValues, chainInBrowser, appInternals) },

  // texts of pages -> the catalogue
  {
    files: ['app/{features,routes,ui}/**/*.{ts,tsx}', 'app/root.tsx'],
    ignores: ['**/*.test.*'],
    plugins: { lingui },
    rules: {
      'lingui/no-unlocalized-strings': bareTexts,
      'lingui/no-single-variables-to-translate': 'error',
      'lingui/t-call-in-function': 'error',
      'lingui/no-trans-inside-trans': 'error',
    },
  },
  { files: ['texts/**/*.ts'], ignores: ['**/*.test.*'], rules: forbid(textsAlone) },

  ...walls('app/features', FEATURES, (folder) => ({
    files: [`app/features/${folder}/**/*.{ts,tsx}`],
    patterns: [serverValues, chainInBrowser, ownSchema, ...(folder === 'broadcast' ? [] : [livekitParts])],
  })),

  // sdk -> nothing of the product
  {
    files: ['sdk/**/*.{ts,tsx}'],
    ignores: ['**/*.test.*'],
    plugins: { 'react-hooks': hooks },
    rules: {
      ...hooks.configs.recommended.rules,
      ...forbid(appInServer, productInSdk, chainInBrowser, livekitParts),
    },
  },

  // schemas -> sdk's money
  {
    files: ['schemas/**/*.ts'],
    ignores: ['**/*.test.*'],
    rules: { ...forbid(schemasAlone), ...refuse(environment, defaultExport, wallClock) },
  },

  // trpc -> domain -> Deps <- gateways
  {
    files: ['server/**/*.ts'],
    ignores: ['**/*.test.*', 'server/testing/**'],
    rules: {
      ...forbid(appInServer, sdkOnly, trpcInDomain, gatewaysInDomain),
      ...refuse(environment, defaultExport, wallClock, globalTimers, moduleVariable, moduleMemory),
    },
  },
  ...walls('server', DOMAINS, (folder) => ({
    files: [`server/${folder}/**/*.ts`],
    patterns: [appInServer, sdkOnly, trpcInDomain, gatewaysInDomain],
  })),
  { files: ['server/gateways/**/*.ts'], ignores: ['**/*.test.*'], rules: forbid(appInServer, trpcInDomain) },
  {
    files: ['server/trpc/**/*.ts', 'server/http/**/*.ts'],
    ignores: ['**/*.test.*'],
    rules: forbid(appInServer, sdkOnly, gatewaysInDomain),
  },
  { files: ['server/main.ts', 'server/log.ts', 'server/errors.ts', 'server/sql.ts'], rules: forbid(appInServer) },
  // the one that makes what others hand on
  { files: ['server/main.ts'], rules: refuse(environment, defaultExport, wallClock, globalTimers) },
  { files: ['server/env.ts'], rules: refuse(defaultExport, wallClock, globalTimers, moduleVariable, moduleMemory) },
  {
    files: ['server/clock.ts', 'server/gateways/**/*.ts'],
    rules: refuse(environment, defaultExport, globalTimers, moduleMemory),
  },
  { files: ['sdk/**/*.{ts,tsx}', 'app/{ui,lib,features}/**/*.{ts,tsx}'], rules: refuse(environment, defaultExport) },
  {
    files: ['sdk/**/*.{ts,tsx}'],
    ignores: ['**/*.test.*'],
    rules: refuse(environment, defaultExport, deviceTime, globalTimers),
  },
  { files: ['sdk/clock.ts', 'sdk/timers.ts'], rules: refuse(environment, defaultExport) },
  { files: ['app/*.{ts,tsx}', 'app/routes/**/*.tsx'], rules: refuse(environment) },

  // tools speak to a terminal and read its environment
  { files: ['scripts/**', 'prisma/**', 'e2e/**', 'bench/**', 'contracts/**'], rules: { 'no-console': 'off' } },
  {
    files: ['**/*.test.{ts,tsx}', '**/*.test.fake.ts', 'e2e/**', 'server/testing/**'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
);
