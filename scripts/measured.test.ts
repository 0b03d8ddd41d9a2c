import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { blockNames, circumstances, COSTS, markdownTable, measuredBlock, replaceBlock } from './measured';

const DOCUMENT = `# Costs

Before.

<!-- bench:one -->
old one
<!-- /bench:one -->

Between.

<!-- bench:two -->
old two
<!-- /bench:two -->

After.
`;

test('a block is replaced and everything around it, other blocks too, stays as it was', () => {
  expect(replaceBlock(DOCUMENT, 'bench:two', '| new |\n| $& |\n')).toBe(
    DOCUMENT.replace('old two', () => '| new |\n| $& |'),
  );
  expect(replaceBlock(DOCUMENT, 'bench:one', 'new')).toBe(DOCUMENT.replace('old one', 'new'));
});

test('the same table twice leaves the same document', () => {
  const once = replaceBlock(DOCUMENT, 'bench:one', 'new');
  expect(replaceBlock(once, 'bench:one', 'new')).toBe(once);
});

test('an empty block takes a table', () => {
  const empty = replaceBlock(DOCUMENT, 'bench:one', '');
  expect(replaceBlock(empty, 'bench:one', 'old one')).toBe(DOCUMENT);
});

test.each([
  ['unknown', DOCUMENT, 'bench:three'],
  ['not ended', '<!-- bench:three -->\ntext\n', 'bench:three'],
  ['ended before it begins', '\n<!-- /bench:three -->\n<!-- bench:three -->\n', 'bench:three'],
])('a block that is %s is refused by its markers', (_state, document, name) => {
  expect(() => replaceBlock(document, name, 'new')).toThrow(
    'No block between <!-- bench:three --> and <!-- /bench:three -->.',
  );
});

test('a table has its first column to the left and numbers to the right', () => {
  expect(markdownTable(['call', 'ms'], [['open', '1.0']])).toBe('| call | ms |\n| --- | ---: |\n| open | 1.0 |');
});

test('the machine is told by day, cores and Node, never by name', () => {
  const node = `${process.platform} ${process.arch}, Node ${process.versions.node}`;
  expect(circumstances(new Date('2026-11-30T12:00:00Z'), 2)).toBe(`Measured on 2026-11-30, 2 cores, ${node}.`);
  expect(circumstances(new Date('2026-11-30T12:00:00Z'), 1)).toBe(`Measured on 2026-11-30, 1 core, ${node}.`);
});

function documentFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vilokanam-measured-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'costs.md');
  writeFileSync(file, DOCUMENT);
  return file;
}

test('without --write the block is printed and the document stays; with it the same block is printed and written', () => {
  const file = documentFile();
  const printed: string[] = [];
  const publish = (args: string[]) =>
    measuredBlock('bench:one', {
      args,
      file,
      now: () => new Date('2026-11-30T12:00:00Z'),
      print: (text) => printed.push(text),
    }).publish('| table |');

  publish([]);
  expect(readFileSync(file, 'utf8')).toBe(DOCUMENT);

  publish(['--write']);
  expect(printed[0]).toMatch(/^Measured on 2026-11-30, .+\n\n\| table \|$/);
  expect(printed[1]).toBe(printed[0]);
  expect(readFileSync(file, 'utf8')).toBe(DOCUMENT.replace('old one', printed[0] ?? ''));
});

test('an unknown block or argument is refused before anything is measured, and the document stays', () => {
  const file = documentFile();
  expect(() => measuredBlock('bench:three', { args: ['--write'], file })).toThrow('No block between');
  expect(() => measuredBlock('bench:one', { args: ['--wriet'], file })).toThrow('--wriet');
  expect(readFileSync(file, 'utf8')).toBe(DOCUMENT);
});

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
const costs = readFileSync(COSTS, 'utf8');
const MEASURING = Object.keys(scripts).filter((name) => /^bench:|:measure$/.test(name));

test('every block of the costs page belongs to a measuring command, and every such command has one', () => {
  expect(blockNames(costs).sort()).toEqual([...MEASURING].sort());
});

test.each(blockNames(costs))('npm run %s takes --write and replaces its own block', (name) => {
  expect(() => replaceBlock(costs, name, 'new')).not.toThrow();
  const [, program = ''] = /^tsx (\S+)$/.exec(scripts[name] ?? '') ?? [];
  expect(readFileSync(program, 'utf8')).toContain(`measuredBlock('${name}')`);
});

test('whoever reads the costs page finds when each table was measured', () => {
  for (const name of blockNames(costs)) {
    const [, block = ''] = costs.split(new RegExp(`<!-- /?${name} -->`));
    expect(block, name).toMatch(/^\nMeasured on \d{4}-\d{2}-\d{2}, \d+ cores?\b/);
  }
});
