import { describe, expect, it } from 'vitest';
import { fieldsOf, fieldsOfNew } from '../app/features/studio/stream-fields';
import { readForm } from '../app/lib/form';
import { streamForm, type StreamInput, termsForm } from './streams';

const money = { symbol: 'DOT', decimals: 10 };
type Typed = Omit<
  Partial<ReturnType<typeof fieldsOfNew>>,
  'mature' | 'clipsAllowed' | 'previewSeconds' | 'viewerLimit' | 'scheduledAt'
> & {
  mature?: '' | 'on';
  previewSeconds?: string;
  viewerLimit?: string;
  date?: string;
  time?: string;
  zone?: string;
};

/** The form as a browser sends it. */
function sent({ date = '', time = '', zone = 'UTC', ...change }: Typed = {}): FormData {
  const { scheduledAt: _, viewerLimit: _limit, mature: _mature, ...text } = fieldsOfNew(zone);
  const ticked = { mature: '', clipsAllowed: 'on' };
  const typed = { ...text, title: 'Evening ragas', categorySlug: 'music', viewerLimit: '', ...ticked, ...change };
  const form = new FormData();
  for (const [name, value] of Object.entries(typed))
    // a box that is not ticked is not sent
    if (name !== 'mature' || value !== '') form.append(name, String(value));
  for (const [name, value] of Object.entries({ date, time, zone })) form.append(`scheduledAt.${name}`, value);
  return form;
}
const stream = (change?: Typed): StreamInput => {
  const read = readForm(sent(change), streamForm(money));
  if (read.status !== 'success') throw new Error(JSON.stringify(read.error));
  return read.value;
};
const problems = (change?: Typed, chain: typeof money | null = money) => {
  const read = readForm(sent(change), streamForm(chain));
  return read.status === 'success' ? {} : read.error;
};

describe('the stream form', () => {
  it('reads day and time in the zone that it showed', () => {
    const at = stream({ date: '2026-12-24', time: '19:30', zone: 'Asia/Kolkata' }).scheduledAt;
    expect(at?.toISOString()).toBe('2026-12-24T14:00:00.000Z');
  });

  it('plans for later when neither day nor time is given, and asks for the missing one beside it', () => {
    expect(stream().scheduledAt).toBeNull();
    expect(problems({ date: '2026-12-24' })).toHaveProperty(['scheduledAt.time']);
    expect(problems({ time: '10:00' })).toHaveProperty(['scheduledAt.date']);
    expect(problems({ date: '2026-02-30', time: '10:00' })).toHaveProperty(['scheduledAt.date']);
  });

  it('reads the price per minute as a rate per second of whole plancks', () => {
    expect(stream({ ratePerSecond: '0.25' }).ratePerSecond).toBe(4_166_666_700_000_000n);
    expect(stream({ ratePerSecond: '0' }).ratePerSecond).toBe(0n);
    expect(problems({ ratePerSecond: 'cheap' })).toHaveProperty('ratePerSecond');
    expect(problems({ ratePerSecond: '' })).toEqual({ ratePerSecond: ['Type a price, or 0 for a free stream.'] });
    expect(problems({ ratePerSecond: '60001' })).toEqual({ ratePerSecond: ['That price is above what is possible.'] });
  });

  it('takes no price while nobody knows what the chain counts, unless it is nothing', () => {
    expect(problems({ ratePerSecond: '0.25' }, null)).toHaveProperty('ratePerSecond');
    expect(problems({ ratePerSecond: '0' }, null)).toEqual({});
  });

  it('takes tags apart, and says of the field what is wrong with one', () => {
    expect(stream({ tags: ' tabla, #raga ,, night music ' }).tags).toEqual(['tabla', 'raga', 'night music']);
    expect(stream({ tags: '' }).tags).toEqual([]);
    expect(problems({ tags: 'tabla, ???' })).toEqual({ tags: ['A tag is one or two words of up to 24 letters.'] });
    expect(problems({ tags: 'a,b,c,d,e,f,g,h,i' })).toEqual({ tags: ['Use at most eight tags.'] });
  });

  it('knows no limit from a limit, and no preview from a preview', () => {
    expect(stream({ viewerLimit: '' }).viewerLimit).toBeNull();
    expect(stream({ viewerLimit: '200' }).viewerLimit).toBe(200);
    expect(stream({ previewSeconds: '' }).previewSeconds).toBe(0);
    for (const viewerLimit of ['-1', '0', '1.5', 'many', '100001'])
      expect(problems({ viewerLimit }), viewerLimit).toHaveProperty('viewerLimit');
    for (const previewSeconds of ['-1', '1.5', 'short', '3601'])
      expect(problems({ previewSeconds }), previewSeconds).toHaveProperty('previewSeconds');
  });

  it('says everything that is wrong at once, in sentences', () => {
    expect(
      problems({ title: ' ', categorySlug: '', ratePerSecond: 'x', previewSeconds: 'y', date: '2026-12-24' }),
    ).toEqual({
      title: ['Give the stream a title of up to 140 characters.'],
      categorySlug: ['Choose a category.'],
      ratePerSecond: ['Type a price as digits with a point, such as 0.25.'],
      previewSeconds: ['Type a whole number of seconds, or 0 for none.'],
      'scheduledAt.time': ['Choose a time, too; or clear the day and plan it later.'],
    });
  });

  it('shows a stream again as it was typed', () => {
    const typed: Typed = {
      date: '2026-12-24',
      time: '19:30',
      zone: 'Europe/Berlin',
      tags: 'tabla, raga',
      mature: 'on',
      viewerLimit: '12',
      ratePerSecond: '0.07',
    };
    expect(fieldsOf(stream(typed), 'Europe/Berlin', money)).toEqual({
      ...fieldsOfNew('Europe/Berlin'),
      title: 'Evening ragas',
      categorySlug: 'music',
      tags: 'tabla, raga',
      mature: true,
      viewerLimit: 12,
      ratePerSecond: '0.07',
      scheduledAt: { date: '2026-12-24', time: '19:30', zone: 'Europe/Berlin' },
    });
  });
});

it('what viewers agree to is read by the same rules', () => {
  const form = new FormData();
  for (const [name, value] of Object.entries({ title: ' Ragas ', ratePerSecond: '0.5', previewSeconds: '' }))
    form.append(name, value);
  expect(readForm(form, termsForm(money))).toMatchObject({
    value: { title: 'Ragas', ratePerSecond: 8_333_333_400_000_000n, previewSeconds: 0 },
  });
});
