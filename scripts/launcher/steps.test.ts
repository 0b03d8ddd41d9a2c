import { expect, test } from 'vitest';
import { createSteps, seconds } from './steps.mjs';

function screen(isTTY = false) {
  const written: string[] = [];
  return { isTTY, columns: 80, write: (text: string) => written.push(text), text: () => written.join('') };
}

test('a step is numbered, says what came of it and how long it took', async () => {
  const out = screen();
  let time = 0;
  const steps = createSteps(['Database', 'App'], { screen: out, now: () => time });
  await steps.step(
    'App',
    (tell) => {
      tell.say('port 3000 is in use, 3001 is taken');
      time += 1_234;
      return Promise.resolve(3001);
    },
    (port) => `on ${port}`,
  );
  expect(out.text()).toBe('[2/2] App       port 3000 is in use, 3001 is taken\n[2/2] App       on 3001  (1.2 s)\n');
});

test('a failed step is marked, and its error passed on', async () => {
  const out = screen();
  const steps = createSteps(['Media'], { screen: out, now: () => 0 });
  await expect(steps.step('Media', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(out.text()).toBe('[1/1] Media  failed  (0.0 s)\n');
});

test('a file gets no control characters, a terminal a line that is taken away again', async () => {
  const file = screen();
  await createSteps(['One'], { screen: file }).step('One', () => Promise.resolve('done'));
  expect(file.text()).not.toContain('\x1b');

  const terminal = screen(true);
  await createSteps(['One'], { screen: terminal }).step('One', () => Promise.resolve('done'));
  expect(terminal.text().endsWith('\r\x1b[K')).toBe(true);
});

test('durations are told in the unit that fits', () => {
  expect(seconds(40)).toBe('0.0 s');
  expect(seconds(59_900)).toBe('59.9 s');
  expect(seconds(153_400)).toBe('2 min 33 s');
  expect(seconds(119_900)).toBe('2 min 0 s');
});
