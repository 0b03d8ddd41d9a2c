// The tables of docs/costs.md: the command that measures one prints it, and with `--write` puts it
// in place of the old one.
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';

export const COSTS = 'docs/costs.md';

const start = (name: string) => `<!-- ${name} -->`;
const end = (name: string) => `<!-- /${name} -->`;

/** The names of a document's blocks, as their first lines say. */
export function blockNames(document: string): string[] {
  return [...document.matchAll(/^<!-- ([a-z]+:[a-z-]+) -->$/gm)].map(([, name = '']) => name);
}

/** The document with another table in one of its blocks. */
export function replaceBlock(document: string, name: string, table: string): string {
  const from = document.indexOf(`${start(name)}\n`);
  const to = document.indexOf(`\n${end(name)}`);
  if (from === -1 || to < from) throw new Error(`No block between ${start(name)} and ${end(name)}.`);
  return `${document.slice(0, from)}${start(name)}\n${table.trim()}${document.slice(to)}`;
}

/** A table for Markdown; all columns but the first are of numbers. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, column) => (column === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}

/** When it was measured, and on what machine: enough to judge milliseconds by. */
export function circumstances(now: Date, cores: number): string {
  return `Measured on ${now.toISOString().slice(0, 10)}, ${cores} ${cores === 1 ? 'core' : 'cores'}, ${process.platform} ${process.arch}, Node ${process.versions.node}.`;
}

interface Surroundings {
  args?: string[];
  now?: () => Date;
  print?: (text: string) => void;
  file?: string;
}

/**
 * What a measuring command does with its table. Asked for before measuring, so that a wrong
 * argument costs no wait.
 */
export function measuredBlock(
  name: string,
  { args = process.argv.slice(2), now = () => new Date(), print = console.log, file = COSTS }: Surroundings = {},
) {
  const { write } = parseArgs({ args, options: { write: { type: 'boolean', default: false } } }).values;
  const replace = (table: string) => replaceBlock(readFileSync(file, 'utf8'), name, table);
  if (write) replace('');
  return {
    /** Prints the table; with `--write` it also goes into the document. */
    publish(table: string): void {
      const block = `${circumstances(now(), availableParallelism())}\n\n${table.trim()}`;
      print(block);
      if (write) writeFileSync(file, replace(block));
    },
  };
}
