import { describe, expect, it } from 'vitest';
import { emptyStream, readStreamForm, typedFrom, type TypedStream } from './read-stream-form';

const typed = (change: Partial<TypedStream> = {}): TypedStream => ({
  ...emptyStream,
  title: 'Evening ragas',
  categorySlug: 'music',
  ...change,
});
const stream = (change?: Partial<TypedStream>) => {
  const read = readStreamForm(typed(change));
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  return read.stream;
};
const problems = (change?: Partial<TypedStream>) => {
  const read = readStreamForm(typed(change));
  return 'problems' in read ? read.problems : {};
};

describe('the stream form', () => {
  it('reads day and time in the zone that it showed', () => {
    const at = stream({ date: '2026-12-24', time: '19:30', zone: 'Asia/Kolkata' }).scheduledAt;
    expect(at?.toISOString()).toBe('2026-12-24T14:00:00.000Z');
  });

  it('plans for later when neither day nor time is given, and asks for the missing one', () => {
    expect(stream().scheduledAt).toBeNull();
    expect(problems({ date: '2026-12-24' })).toHaveProperty('scheduledAt');
    expect(problems({ time: '10:00' })).toHaveProperty('scheduledAt');
  });

  it('reads the price per minute as a rate per second', () => {
    expect(stream({ price: '0.25' }).ratePerSecond).toBe(4_166_666_667_000_000n);
    expect(stream({ price: '0' }).ratePerSecond).toBe(0n);
    expect(problems({ price: 'cheap' })).toHaveProperty('ratePerSecond');
  });

  it('takes tags apart', () => {
    expect(stream({ tags: ' tabla, #raga ,, night music ' }).tags).toEqual(['tabla', 'raga', 'night music']);
    expect(stream({ tags: '' }).tags).toEqual([]);
  });

  it('knows no limit from a limit', () => {
    expect(stream({ viewerLimit: '' }).viewerLimit).toBeNull();
    expect(stream({ viewerLimit: '200' }).viewerLimit).toBe(200);
    expect(problems({ viewerLimit: '-1' })).toHaveProperty('viewerLimit');
    expect(problems({ previewSeconds: '1.5' })).toHaveProperty('previewSeconds');
  });

  it('says everything that is wrong at once', () => {
    expect(Object.keys(problems({ title: ' ', categorySlug: '', price: 'x' })).sort()).toEqual([
      'categorySlug',
      'ratePerSecond',
      'title',
    ]);
  });

  it('shows a stream again as it was typed', () => {
    const before = typed({
      date: '2026-12-24',
      time: '19:30',
      zone: 'Europe/Berlin',
      tags: 'tabla, raga',
      mature: 'on',
      viewerLimit: '12',
    });
    expect(typedFrom(stream(before), 'Europe/Berlin')).toEqual(before);
  });
});
