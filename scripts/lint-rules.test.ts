import { ESLint } from 'eslint';
import { expect, test } from 'vitest';

const eslint = new ESLint();

/** The reasons that lint gives against a text in a file's place; the file is a real one, what is in it is not read. */
async function reasons(file: string, text: string): Promise<string[]> {
  const [result] = await eslint.lintText(text, { filePath: file });
  return (result?.messages ?? [])
    .filter(({ ruleId }) => /no-restricted-(imports|syntax)$/.test(ruleId ?? ''))
    .map(({ message }) => message);
}

test.each([
  ['app/root.tsx', "import { DomainError } from '../server/errors';\nexport const x = DomainError;", 'never values'],
  [
    'app/features/wallet/extensions.ts',
    "import { DomainError } from '../../../server/errors';\nexport const x = DomainError;",
    'never values',
  ],
  ['app/root.tsx', "import { ApiPromise } from '@polkadot/api';\nexport const x = ApiPromise;", 'runs in the browser'],
  ['server/streams/store.ts', 'export const x = process.env.HOME;', 'Only server/env.ts'],
  ['sdk/client.ts', 'export const x = process.env.HOME;', 'Only server/env.ts'],
  ['server/streams/store.ts', 'export const x = new Date();', 'deps.clock'],
  ['server/streams/store.ts', 'export const x = Date.now();', 'deps.clock'],
  ['app/features/wallet/extensions.ts', 'export default 1;', 'Name what you export'],
  ['sdk/client.ts', "import { DomainError } from '../server/errors';\nexport const x = DomainError;", 'never values'],
  ['server/streams/store.ts', "import { Pool } from 'pg';\nexport const x = Pool;", 'server/gateways/ alone'],
  [
    'server/streams/store.ts',
    "import { TRPCError } from '@trpc/server';\nexport const x = TRPCError;",
    'does not know that tRPC calls it',
  ],
  ['server/streams/store.ts', "import { createDb } from '../gateways/db';\nexport const x = createDb;", 'through Deps'],
  ['server/streams/store.ts', "import { x } from '../../app/root';\nexport const y = x;", 'stand without the web app'],
  ['server/trpc/routers/chat.ts', "import { Lucia } from 'lucia';\nexport const x = Lucia;", 'server/gateways/ alone'],
])(
  '%s refuses: %s',
  async (file, text, reason) => {
    expect((await reasons(file, text)).join()).toContain(reason);
  },
  60_000,
);

test('types may cross', async () => {
  expect(
    await reasons('app/root.tsx', "import { type ErrorCode } from '../server/errors';\nexport type X = ErrorCode;"),
  ).toEqual([]);
}, 60_000);
