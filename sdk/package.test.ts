// What @vilokanam/sdk says of itself: its dependencies are those that its source imports, in the
// ranges that are tested here.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface Manifest {
  version: string;
  license: string;
  engines: { node: string };
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  peerDependencies: Record<string, string>;
  peerDependenciesMeta: Record<string, { optional: boolean }>;
  exports: Record<string, string | { types: string; default: string }>;
}

const readManifest = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as Manifest;
const root = readManifest('package.json');
const sdk = readManifest('sdk/package.json');

const sources = readdirSync('sdk').filter((name) => /\.tsx?$/.test(name) && !name.includes('.test.'));
const packageOf = (specifier: string) => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
const imported = sources.flatMap((name) =>
  [...readFileSync(`sdk/${name}`, 'utf8').matchAll(/(?:from |import\()'([^.'][^']*)'/g)].map(([, of = '']) =>
    packageOf(of),
  ),
);

test('it declares every package that its source imports, and no other', () => {
  const declared = [...Object.keys(sdk.dependencies), ...Object.keys(sdk.peerDependencies)];
  expect(declared.sort()).toEqual([...new Set(imported)].sort());
});

test('each range is the one that the product is tested with', () => {
  const tested: Record<string, string> = { ...root.dependencies, ...root.devDependencies };
  for (const [name, range] of Object.entries({ ...sdk.dependencies, ...sdk.peerDependencies }))
    expect(range, name).toBe(tested[name]);
  expect(sdk.engines).toEqual(root.engines);
});

test('what only some entries need is an optional peer', () => {
  expect(Object.keys(sdk.peerDependenciesMeta).sort()).toEqual(Object.keys(sdk.peerDependencies).sort());
});

test('each entry has a source, and the compiler is given all of them', () => {
  const { files } = JSON.parse(readFileSync('sdk/tsconfig.build.json', 'utf8')) as { files: string[] };
  const entries = Object.values(sdk.exports).flatMap((entry) => (typeof entry === 'string' ? [] : [entry]));
  const named = entries.map((entry) => /^\.\/dist\/([a-z-]+)\.js$/.exec(entry.default)?.[1]);
  expect(entries.map(({ types }) => types)).toEqual(named.map((name) => `./dist/${name}.d.ts`));
  expect(files.sort()).toEqual(named.map((name) => `${name}.ts`).sort());
  expect(files.filter((file) => !existsSync(`sdk/${file}`))).toEqual([]);
});

test('its licence is the one of the repository, and its changelog has its version', () => {
  expect(sdk.license).toBe('Apache-2.0');
  expect(readFileSync('sdk/LICENSE', 'utf8')).toBe(readFileSync('LICENSE', 'utf8'));
  expect(readFileSync('sdk/CHANGELOG.md', 'utf8')).toContain(`## [${sdk.version}]`);
});
