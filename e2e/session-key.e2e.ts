import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { build } from 'esbuild';
import { type BrowserContext, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { amount } from '../sdk/money';
import type * as SessionKeyModule from '../sdk/session-key';
import { type Hex, type SignedVoucher, type Voucher } from '../sdk/voucher';
import { checkSignature } from '../server/vouchers/check-signature';
import { useBrowser } from './browser';

/** What the page below puts on its window. */
interface InPage {
  sdk: typeof SessionKeyModule;
}

// IndexedDB and keys that survive a reload exist in browsers only, so this is tried in one.
const owner: SessionKeyModule.KeyOwner = {
  chainId: 420_420n,
  contract: `0x${'33'.repeat(20)}`,
  viewer: `0x${'11'.repeat(20)}`,
};
const voucher: Voucher = {
  viewer: owner.viewer,
  purseNonce: 1,
  key: 0,
  creator: `0x${'22'.repeat(20)}`,
  seconds: 60n,
  amount: amount(600n),
  extras: amount(5n),
};

const { visit } = useBrowser({ media: false });
let server: Server;
let url: string;

beforeAll(async () => {
  const bundle = await build({
    stdin: {
      contents: `import * as sdk from './session-key'; window.sdk = sdk;`,
      resolveDir: `${import.meta.dirname}/../sdk`,
    },
    bundle: true,
    write: false,
    format: 'iife',
  });
  const page = `<!doctype html><title>keys</title><script>${bundle.outputFiles[0]!.text}</script>`;
  server = createServer((_, response) => response.setHeader('content-type', 'text/html').end(page));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

afterAll(() => new Promise((resolve) => server.close(resolve)));

async function openTab(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

/**
 * The owner's key in this tab, what it signs, and whether it knows its own signature from one over
 * another amount.
 */
function sign(page: Page): Promise<SignedVoucher & { publicKey: Hex; knows: [boolean, boolean] }> {
  return page.evaluate(
    async ([who, what]) => {
      const { sdk } = window as unknown as InPage;
      const key = await sdk.sessionKeys(sdk.browserKeyStore()).loadOrCreate(who);
      const signed = await key.signVoucher(who, what);
      const more = { ...signed, amount: what.extras };
      const knows: [boolean, boolean] = [await key.hasSigned(who, signed), await key.hasSigned(who, more)];
      return { ...signed, publicKey: key.publicKey, knows };
    },
    [owner, voucher] as const,
  );
}

it("two tabs that ask at the same time get one key, which survives a reload and the server's check", async () => {
  const { context } = await visit();
  const tabs = await Promise.all([openTab(context), openTab(context), openTab(context)]);
  const answers = await Promise.all([...tabs, ...tabs].map(sign));
  expect(new Set(answers.map(({ publicKey }) => publicKey)).size).toBe(1);
  for (const { publicKey, knows, ...signed } of answers) {
    expect(checkSignature(owner, publicKey, signed)).toBe(true);
    expect(knows).toEqual([true, false]);
  }
  await tabs[0]!.reload();
  expect((await sign(tabs[0]!)).publicKey).toBe(answers[0]!.publicKey);
});

it('a retired key stays retired in other tabs and is still found; the next one takes its place', async () => {
  const { context } = await visit();
  const [first, second] = [await openTab(context), await openTab(context)];
  const { publicKey: old } = await sign(first);
  const next = await first.evaluate(
    async ([who, retiring]) => {
      const { sdk } = window as unknown as InPage;
      const keys = sdk.sessionKeys(sdk.browserKeyStore());
      const made = await keys.create(who);
      await keys.retire(who, retiring);
      return made.publicKey;
    },
    [owner, old] as const,
  );
  expect((await sign(second)).publicKey).toBe(next);
  const refused = await second.evaluate(
    async ([who, what, retired]) => {
      const { sdk } = window as unknown as InPage;
      const key = await sdk.sessionKeys(sdk.browserKeyStore()).find(who, retired);
      return key?.signVoucher(who, what).then(
        () => 'signed',
        (error: Error) => error.name,
      );
    },
    [owner, voucher, old] as const,
  );
  expect(refused).toBe('RetiredSessionKey');
});

it('no script can read the private half from IndexedDB', async () => {
  const { context } = await visit();
  const page = await openTab(context);
  await sign(page);
  const tried = await page.evaluate(async () => {
    const wait = <Result>(request: IDBRequest<Result>) =>
      new Promise<Result>((resolve) => (request.onsuccess = () => resolve(request.result)));
    const database = await wait(indexedDB.open('vilokanam-session-keys', 1));
    const [stored] = (await wait(database.transaction('keys').objectStore('keys').getAll())) as {
      privateKey: CryptoKey;
    }[];
    database.close();
    const formats = ['jwk', 'pkcs8', 'raw'] as const;
    return Promise.all(
      formats.map((format) =>
        crypto.subtle.exportKey(format, stored!.privateKey).then(
          () => 'read',
          (error: Error) => error.name,
        ),
      ),
    );
  });
  expect(tried).not.toContain('read');
});
