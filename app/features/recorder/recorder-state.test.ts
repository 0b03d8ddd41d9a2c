import { describe, expect, it, test } from 'vitest';
import {
  afterEvent,
  figuresOf,
  nextPart,
  NOTHING_RECORDED,
  type Part,
  type RecorderEvent,
  type RecorderState,
  stageOf,
  wholeVideo,
} from './recorder-state';

const part = (name: string, more: Partial<Part> = {}): Part => ({
  name,
  order: Number(name.replace(/\D/g, '')),
  stream: 's',
  video: 'v',
  at: 'recording',
  recorded: 0,
  taken: 0,
  ...more,
});

const after = (...events: RecorderEvent[]): RecorderState => events.reduce(afterEvent, NOTHING_RECORDED);
const ON: RecorderEvent = { type: 'wanted', on: true };
const OFF: RecorderEvent = { type: 'wanted', on: false };

describe('where recording stands', () => {
  it('goes from nothing by recording and uploading to done', () => {
    const events: RecorderEvent[] = [
      ON,
      { type: 'begun', part: part('p1') },
      { type: 'recorded', name: 'p1', bytes: 100 },
      OFF,
      { type: 'ended', name: 'p1' },
      { type: 'whole', name: 'p1' },
      { type: 'finished', video: 'v' },
    ];
    const stages = events.map((_, at) => stageOf(after(...events.slice(0, at + 1))));
    expect(stages).toEqual(['resting', 'recording', 'recording', 'finishing', 'uploading', 'uploading', 'done']);
  });

  it('rests while it is wanted and nothing is sent, and goes on with another part', () => {
    const rested = after(ON, { type: 'begun', part: part('p1') }, { type: 'ended', name: 'p1' });
    expect(stageOf(rested)).toBe('resting');
    expect(stageOf(afterEvent(rested, { type: 'begun', part: part('p2') }))).toBe('recording');
  });

  it('says that it failed, until somebody tries again', () => {
    const failed = after(ON, { type: 'trouble', trouble: 'storageFull' }, OFF);
    expect(stageOf(failed)).toBe('failed');
    expect(stageOf(afterEvent(failed, ON))).toBe('resting');
  });

  it('is uploading what an earlier page left, and idle where there was nothing', () => {
    expect(stageOf(NOTHING_RECORDED)).toBe('idle');
    expect(stageOf(after({ type: 'found', parts: [part('p1', { at: 'waiting', recorded: 9 })] }))).toBe('uploading');
  });
});

describe('the figures', () => {
  it('count what was recorded, what the server has, and what waits', () => {
    const state = after(
      { type: 'begun', part: part('p1') },
      { type: 'recorded', name: 'p1', bytes: 600 },
      { type: 'recorded', name: 'p1', bytes: 400 },
      { type: 'taken', name: 'p1', bytes: 250 },
    );
    expect(figuresOf(state)).toEqual({ recorded: 1000, taken: 250, waiting: 750 });
  });

  it('keep what is with the server when it is not kept here any more', () => {
    const state = after(
      { type: 'begun', part: part('p1') },
      { type: 'recorded', name: 'p1', bytes: 600 },
      { type: 'whole', name: 'p1' },
      { type: 'finished', video: 'v' },
    );
    expect(figuresOf(state)).toEqual({ recorded: 600, taken: 600, waiting: 0 });
  });

  it('never go back by an answer that came late, nor beyond what was recorded', () => {
    const state = after(
      { type: 'begun', part: part('p1') },
      { type: 'recorded', name: 'p1', bytes: 600 },
      { type: 'taken', name: 'p1', bytes: 500 },
      { type: 'taken', name: 'p1', bytes: 200 },
    );
    expect(figuresOf(state).taken).toBe(500);
    expect(figuresOf(afterEvent(state, { type: 'taken', name: 'p1', bytes: 9_999 })).taken).toBe(600);
  });
});

test('parts are sent in the order in which they were recorded, whatever order they were found in', () => {
  const state = after(
    { type: 'begun', part: part('p3') },
    { type: 'found', parts: [part('p2', { at: 'waiting' }), part('p1', { at: 'taken' }), part('p3')] },
  );
  expect(state.parts.map(({ name }) => name)).toEqual(['p1', 'p2', 'p3']);
  expect(nextPart(state)?.name).toBe('p2');
});

test('events about parts that are not known change nothing', () => {
  const state = after({ type: 'begun', part: part('p1') });
  for (const event of [
    { type: 'recorded', name: 'p9', bytes: 1 },
    { type: 'taken', name: 'p9', bytes: 1 },
    { type: 'ended', name: 'p9' },
    { type: 'dropped', name: 'p9' },
    { type: 'begun', part: part('p1', { recorded: 7 }) },
  ] satisfies RecorderEvent[])
    expect(afterEvent(state, event)).toEqual(state);
});

describe('a recording is whole', () => {
  const all = () => true;

  it('when the server has every part of it, and not before', () => {
    const one = after({ type: 'begun', part: part('p1') }, { type: 'begun', part: part('p2') });
    expect(wholeVideo(one, all)).toBeNull();
    const some = afterEvent(one, { type: 'whole', name: 'p1' });
    expect(wholeVideo(some, all)).toBeNull();
    expect(wholeVideo(afterEvent(some, { type: 'whole', name: 'p2' }), all)).toBe('v');
  });

  it('never while a part of its stream has no recording yet, or its recording goes on', () => {
    const state = after({ type: 'begun', part: part('p1') }, { type: 'whole', name: 'p1' });
    expect(wholeVideo(state, () => false)).toBeNull();
    expect(wholeVideo(afterEvent(state, { type: 'begun', part: part('p2', { video: null }) }), all)).toBeNull();
  });

  it('beside another that is not', () => {
    const state = after(
      { type: 'begun', part: part('p1', { stream: 'a', video: 'va' }) },
      { type: 'begun', part: part('p2', { stream: 'b', video: 'vb' }) },
      { type: 'whole', name: 'p2' },
    );
    expect(wholeVideo(state, all)).toBe('vb');
  });
});
