import { expect, test } from 'vitest';
import { LiveCounts } from './live-counts';

type Id = NonNullable<ReturnType<LiveCounts['asked']>>[number];
const id = (text: string) => text as Id;

test('asks for what is on screen, each once and fifty at most, and not at all where nothing moves', () => {
  const counts = new LiveCounts();
  expect(counts.asked()).toBeNull();
  const gone = counts.show({ id: id('a'), status: 'live' });
  counts.show({ id: id('a'), status: 'live' });
  expect(counts.asked()).toEqual(['a']);
  for (let more = 0; more < 60; more += 1) counts.show({ id: id(`s${more}`), status: 'live' });
  expect(counts.asked()).toHaveLength(50);
  gone();
  expect(counts.asked()).toContain('a');
});

test('moves counts, and reads the page anew when a stream on it begins, or a list is another', () => {
  const counts = new LiveCounts();
  counts.show({ id: id('a'), status: 'scheduled' });
  const told = (status: 'scheduled' | 'live', version: string) =>
    counts.take({ streams: [{ id: id('a'), status, viewers: 4, moment: null }], version });
  expect(told('scheduled', '1')).toBe(false);
  expect(counts.of('a')?.viewers).toBe(4);
  expect(told('scheduled', '2')).toBe(false);
  expect(told('live', '2')).toBe(true);
  const gone = counts.showList('2');
  expect(told('scheduled', '2')).toBe(false);
  expect(told('scheduled', '3')).toBe(true);
  gone();
  expect(told('scheduled', '4')).toBe(false);
});
