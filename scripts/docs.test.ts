// What readers of the documents rely on: links lead somewhere, files that are named exist, the
// index of decisions is whole.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';

const NOT_OURS = ['node_modules', 'build', '.vilokanam', '.git', 'target', 'test-results', 'coverage', 'generated'];
const INDEX = 'docs/decisions/README.md';

function documentsIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = normalize(join(folder, entry.name));
    if (entry.isDirectory()) return NOT_OURS.includes(entry.name) ? [] : documentsIn(path);
    return entry.isFile() && path.endsWith('.md') ? [path] : [];
  });
}

const documents = documentsIn('.');
const read = (path: string) => readFileSync(path, 'utf8');
const withoutCode = (text: string) => text.replace(/^```.*?^```$/gms, '');

/** What a heading is called in an address, as repository hosts make it. */
const anchor = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
const anchorsOf = (path: string) =>
  [...withoutCode(read(path)).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchor(heading));

const linksOf = (path: string) =>
  [...withoutCode(read(path)).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target));

function leadsNowhere(from: string, link: string): boolean {
  const [path = '', heading] = link.split('#');
  const target = path === '' ? from : join(dirname(from), path);
  if (!existsSync(target)) return true;
  return heading !== undefined && target.endsWith('.md') && !anchorsOf(target).includes(heading);
}

test('every link from a document to a place in the repository leads there', () => {
  const broken = documents.flatMap((from) =>
    linksOf(from)
      .filter((link) => leadsNowhere(from, link))
      .map((link) => `${from}: ${link}`),
  );
  expect(broken).toEqual([]);
});

/** Decisions that were replaced, and the history of changes, name what was there in their time. */
const isHistory = (path: string) => path === 'CHANGELOG.md' || /^Superseded by/m.test(read(path));

test('every file and folder that a document names from the root is there', () => {
  const places = '(?:app|bench|contracts|docs|e2e|prisma|public|schemas|scripts|sdk|server)/';
  const inText = new RegExp(`\`(${places}[\\w./@-]*)\``, 'g');
  const inDrawing = new RegExp(`\\b${places}[\\w./@-]+\\.(?:tsx?|mjs|rs)\\b`, 'g');
  const missing = documents
    .filter((path) => !isHistory(path))
    .flatMap((path) => {
      const text = [...withoutCode(read(path)).matchAll(inText)].map(([, name = '']) => name);
      const drawn = [...read(path).matchAll(/^```mermaid.*?^```$/gms)].flatMap(
        ([drawing]) => drawing.match(inDrawing) ?? [],
      );
      return [...text, ...drawn].map((name) => ({ path, name }));
    })
    .filter(({ name }) => !name.includes('/generated') && !existsSync(name))
    .map(({ path, name }) => `${path}: ${name}`);
  expect(missing).toEqual([]);
});

interface Decision {
  number: string;
  title: string;
  /** The number of the decision that takes its place; null while it stands. */
  replacedBy: string | null;
}

function readDecision(file: string): Decision {
  const text = read(`docs/decisions/${file}`);
  const [, number = '', title = ''] = /^# (\d{4}) (.+)\n/.exec(text) ?? [];
  expect(number, `${file}: its heading is "# ${file.slice(0, 4)} What it says"`).toBe(file.slice(0, 4));
  return { number, title, replacedBy: /^Superseded by \[(\d{4})\]/m.exec(text)?.[1] ?? null };
}

/**
 * A row of the index: the file when it still has one, and where it went when it was replaced or
 * merged.
 */
function readIndex() {
  const row = /^\| (?:\[(\d{4})\]\(([^)]+)\)|(\d{4})) \| (.+?) \| (\S+) \| (.+) \|$/;
  const lines = read(INDEX)
    .split('\n')
    .filter((line) => /^\| \[?\d/.test(line));
  return lines.map((line) => {
    const [, linked, file, bare, title, date = '', state = ''] = row.exec(line) ?? [];
    expect(date, line).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(state, line).toMatch(file ? /^(stands(; changed in part by .+)?|replaced by .+)$/ : /^merged into /);
    return { number: linked ?? bare, file, title, replacedBy: /^replaced by \[(\d{4})\]/.exec(state)?.[1] ?? null };
  });
}

test('the index of decisions has a row for each, in order, with its title and whether it stands', () => {
  const files = readdirSync('docs/decisions')
    .filter((file) => /^\d/.test(file))
    .sort();
  const rows = readIndex();
  const numbers = rows.map(({ number }) => number);
  expect(numbers).toEqual([...new Set(numbers)].sort());
  const listed = rows.flatMap(({ file }) => file ?? []);
  expect(
    files.filter((file) => !listed.includes(file)),
    `Give each a row in ${INDEX}.`,
  ).toEqual([]);
  const told = rows.flatMap(({ number, file, title, replacedBy }) => (file ? [{ number, title, replacedBy }] : []));
  expect(told).toEqual(files.map(readDecision));
});

test('the README is short enough to be read at once', () => {
  expect(read('README.md').trimEnd().split('\n').length).toBeLessThanOrEqual(150);
});

test('the Node that .nvmrc takes is the oldest that package.json allows', () => {
  const { engines } = JSON.parse(read('package.json')) as { engines: { node: string } };
  expect(`>=${read('.nvmrc').trim()}`).toBe(engines.node);
});
