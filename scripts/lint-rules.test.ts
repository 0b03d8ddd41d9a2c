import { ESLint } from 'eslint';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DOMAINS, FEATURES } from '../eslint.config.js';

const eslint = new ESLint();

/**
 * The reasons that lint gives against a text in a file's place; the file is a real one, what is in
 * it is not read.
 */
async function reasons(file: string, text: string): Promise<string[]> {
  const [result] = await eslint.lintText(text, { filePath: file });
  return (result?.messages ?? [])
    .filter(({ ruleId }) => /no-restricted-(imports|syntax)$/.test(ruleId ?? ''))
    .map(({ message }) => message);
}

test.each([
  ['app/root.tsx', "import { DomainError } from '../server/errors';\nexport const x = DomainError;", 'never values'],
  [
    'app/lib/wallets/extensions.ts',
    "import { DomainError } from '../../../server/errors';\nexport const x = DomainError;",
    'never values',
  ],
  ['app/root.tsx', "import { ApiPromise } from '@polkadot/api';\nexport const x = ApiPromise;", 'runs in the browser'],
  ['server/streams/store.ts', 'export const x = process.env.HOME;', 'Only server/env.ts'],
  ['sdk/client.ts', 'export const x = process.env.HOME;', 'Only server/env.ts'],
  ['server/streams/store.ts', 'export const x = new Date();', 'deps.clock'],
  ['server/streams/store.ts', 'export const x = Date.now();', 'deps.clock'],
  ['server/streams/store.ts', 'setTimeout(() => 1, 5);', 'deps.timers'],
  ['server/gateways/presence.ts', 'export const x = setInterval(() => 1, 5);', 'deps.timers'],
  ['server/main.ts', 'globalThis.setTimeout(() => 1, 5);', 'deps.timers'],
  ['server/worker.ts', "import { setTimeout as x } from 'node:timers/promises';\nexport const y = x;", 'deps.timers'],
  ['server/rooms/take-hint.ts', 'const taken = new WeakMap();\nexport const x = taken;', 'keeps no state'],
  ['server/rooms/take-hint.ts', 'export const taken = new Set<string>();', 'keeps no state'],
  ['server/rooms/take-hint.ts', 'class A {}\nexport const one = new A();', 'keeps no state'],
  ['server/rooms/take-hint.ts', 'let x = 1;\nexport const next = () => (x += 1);', 'keeps no state'],
  ['server/gateways/presence.ts', 'export const open = new Map<string, string>();', 'keeps no state'],
  ['app/lib/wallets/extensions.ts', 'export default 1;', 'Name what you export'],
  [
    'sdk/client.ts',
    "import { DomainError } from '../server/errors';\nexport const x = DomainError;",
    'is installed alone',
  ],
  [
    'sdk/client.ts',
    "import { type AppRouter } from '../server/trpc/root';\nexport type X = AppRouter;",
    'is installed alone',
  ],
  [
    'sdk/client.ts',
    "import { type Answers } from '../app/lib/api';\nexport type X = Answers;",
    'stand without the web app',
  ],
  [
    'sdk/use-tick-stream.ts',
    "import { VideoTrack } from '@livekit/components-react';\nexport const x = VideoTrack;",
    'are for the studio',
  ],
  [
    'app/features/watch/VideoLayer.tsx',
    "import { VideoTrack } from '@livekit/components-react';\nexport const x = VideoTrack;",
    'are for the studio',
  ],
  [
    'app/root.tsx',
    "import { RoomContext } from '@livekit/components-react';\nexport const x = RoomContext;",
    'are for the studio',
  ],
  ['sdk/seat.ts', 'export const x = performance.now();', 'a clock that is given'],
  ['sdk/seat.ts', 'setTimeout(() => 1, 5);', 'timers that are given'],
  ['server/streams/store.ts', "import { Pool } from 'pg';\nexport const x = Pool;", 'server/gateways/ alone'],
  [
    'server/streams/store.ts',
    "import { TRPCError } from '@trpc/server';\nexport const x = TRPCError;",
    'does not know that tRPC calls it',
  ],
  ['server/streams/store.ts', "import { createDb } from '../gateways/db';\nexport const x = createDb;", 'through Deps'],
  ['server/streams/store.ts', "import { x } from '../../app/root';\nexport const y = x;", 'stand without the web app'],
  ['server/streams/store.ts', 'export const x = { ...{ a: 1 }, b: 2 };', 'write those'],
  ['app/root.tsx', 'export const x = { ...{ a: 1 }, b: 2 };', 'write those'],
  ['app/features/accounts/SignInPage.tsx', "import { z } from 'zod';\nexport const x = z;", 'A form has one schema'],
  [
    'app/routes/sign-in.tsx',
    "import { useForm } from '@conform-to/react';\nexport const x = useForm;",
    'A form has one schema',
  ],
  [
    'app/ui/Field.tsx',
    "import { useForm } from '@conform-to/react';\nexport const x = useForm;",
    'A form has one schema',
  ],
  ['schemas/accounts.ts', "import { x } from '../server/names/names';\nexport const y = x;", 'is shared by pages'],
  ['schemas/accounts.ts', "import { x } from '../app/lib/form';\nexport const y = x;", 'is shared by pages'],
  ['schemas/accounts.ts', "import { useId } from 'react';\nexport const x = useId;", 'is shared by pages'],
  ['schemas/accounts.ts', "import { readFile } from 'node:fs';\nexport const x = readFile;", 'is shared by pages'],
  ['schemas/accounts.ts', 'export const x = new Date();', 'deps.clock'],
  [
    'sdk/client.ts',
    "import { handleInput } from '../schemas/names';\nexport const x = handleInput;",
    'is installed alone',
  ],
  ['server/trpc/routers/chat.ts', "import { Lucia } from 'lucia';\nexport const x = Lucia;", 'server/gateways/ alone'],
])(
  '%s refuses: %s',
  async (file, text, reason) => {
    expect((await reasons(file, text)).join()).toContain(reason);
  },
  60_000,
);

test('a module may have what never changes, and what its functions make', async () => {
  const text =
    "const WORDS = new Set(['a']);\nexport const has = (word: string) => WORDS.has(word);\nexport const make = () => new Map();";
  expect(await reasons('server/rooms/take-hint.ts', text)).toEqual([]);
}, 60_000);

test('types may cross', async () => {
  expect(
    await reasons('app/root.tsx', "import { type ErrorCode } from '../server/errors';\nexport type X = ErrorCode;"),
  ).toEqual([]);
}, 60_000);

describe.each([
  ['server', DOMAINS],
  ['app/features', FEATURES],
] as const)('the walls of %s', (level, arrows: Record<string, readonly string[]>) => {
  const folders = Object.keys(arrows);
  const others = new Set(['gateways', 'generated', 'http', 'testing', 'trpc']);

  test('every folder has its line', () => {
    const found = readdirSync(level, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect([...folders].sort()).toEqual(
      found
        .map(({ name }) => name)
        .filter((name) => !others.has(name))
        .sort(),
    );
  });

  test.each(folders)(
    '%s imports what is written for it, and each other neighbour is refused by name',
    async (folder) => {
      const neighbours = folders.filter((name) => name !== folder);
      const text = neighbours.map((name) => `export { x as ${name} } from '../${name}/x';`).join('\n');
      const refused = (await reasons(fileIn(join(level, folder)), text))
        .filter((reason) => reason.includes(`Of its neighbours ${level}/${folder} imports`))
        .map((reason) => /'\.\.\/(\w+)\/x'/.exec(reason)?.[1]);
      expect(refused).toEqual(neighbours.filter((name) => !arrows[folder]!.includes(name)));
    },
    60_000,
  );
});

/** A file of a folder that lint reads with types: the text in its place is another one. */
function fileIn(folder: string): string {
  const name = readdirSync(folder).find((entry) => /\.tsx?$/.test(entry) && !/\.test\.|\.d\.ts$/.test(entry));
  if (!name) throw new Error(`no source file in ${folder}`);
  return join(folder, name);
}

test.each([
  ['<p>Hello there</p>', 1],
  ['<p>Hello</p>', 1],
  ['<nav aria-label="Your page" />', 1],
  ['<p className="Grid">{"Saved."}</p>', 1],
  ['<p className="mt-2" id="Name">{"12"} · Vilokanam</p>', 0],
])('a text that is not in the catalogue is named: %s', async (jsx, found) => {
  const [result] = await eslint.lintText(`export const X = () => (${jsx});\n`, { filePath: 'app/ui/Card.tsx' });
  expect(result?.messages.filter(({ ruleId }) => ruleId === 'lingui/no-unlocalized-strings')).toHaveLength(found);
});
