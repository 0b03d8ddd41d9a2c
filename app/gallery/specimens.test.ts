import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SPECIMENS } from './specimens';

const UI = 'app/ui';

/** What the files of app/ui export by a name in capitals: their components. */
function componentsIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.tsx'))
    .flatMap((file) => [
      ...readFileSync(join(folder, file), 'utf8').matchAll(/^export (?:const|function) ([A-Z]\w+)/gm),
    ])
    .map(([, name = '']) => name);
}

test('every component of app/ui is shown, and nothing else is', () => {
  expect(
    Object.keys(SPECIMENS)
      .flatMap((names) => names.split(', '))
      .sort(),
  ).toEqual(componentsIn(UI).sort());
});

test('every component is shown in a state at least, and no state twice', () => {
  for (const [name, states] of Object.entries(SPECIMENS)) {
    expect(states.length, name).toBeGreaterThan(0);
    expect(new Set(states.map(({ state }) => state)).size, name).toBe(states.length);
  }
});
