import { amount } from '../../../sdk/money';
import { type StreamDraft } from '../../lib/api';
import { minutePriceText, parseMinutePrice } from '../../lib/price';
import { fromWallTime, isZone, toWallTime } from '../../lib/zone';

const FIELDS = [
  'title',
  'description',
  'categorySlug',
  'tags',
  'language',
  'visibility',
  'mature',
  'price',
  'previewSeconds',
  'viewerLimit',
  'date',
  'time',
  'zone',
] as const;

/** A stream as it stands in the fields of its form: text, all of it. */
export type TypedStream = Record<(typeof FIELDS)[number], string>;

/** What was typed, to read it, or to show it again. */
export function typedValues(form: FormData): TypedStream {
  return Object.fromEntries(FIELDS.map((name) => [name, String(form.get(name) ?? '')])) as TypedStream;
}

/** What the form holds before anybody has typed. */
export const emptyStream: TypedStream = {
  title: '',
  description: '',
  categorySlug: '',
  tags: '',
  language: 'en',
  visibility: 'public',
  mature: '',
  price: '0.25',
  previewSeconds: '30',
  viewerLimit: '',
  date: '',
  time: '',
  zone: 'UTC',
};

/** A stream that exists, as its form shows it in the person's time zone. */
export function typedFrom(stream: StreamDraft, zone: string): TypedStream {
  const { date, time } = stream.scheduledAt ? toWallTime(stream.scheduledAt, zone) : { date: '', time: '' };
  return {
    title: stream.title,
    description: stream.description,
    categorySlug: stream.categorySlug,
    tags: stream.tags.join(', '),
    language: stream.language,
    visibility: stream.visibility,
    mature: stream.mature ? 'on' : '',
    price: minutePriceText(amount(stream.ratePerSecond)),
    previewSeconds: String(stream.previewSeconds),
    viewerLimit: stream.viewerLimit === null ? '' : String(stream.viewerLimit),
    date,
    time,
    zone,
  };
}

/** The stream that was typed, or what is wrong with it by field. What only the server knows, it checks. */
export function readStreamForm(typed: TypedStream): { stream: StreamDraft } | { problems: Record<string, string> } {
  const problems: Record<string, string> = {};
  const price = parseMinutePrice(typed.price);
  if ('problem' in price) problems.ratePerSecond = price.problem;
  const previewSeconds = wholeNumber(typed.previewSeconds || '0');
  if (previewSeconds === null) problems.previewSeconds = 'Type a whole number of seconds, or 0 for none.';
  const viewerLimit = typed.viewerLimit.trim() === '' ? null : wholeNumber(typed.viewerLimit);
  if (typed.viewerLimit.trim() !== '' && viewerLimit === null)
    problems.viewerLimit = 'Type a whole number, or leave it empty for no limit.';
  const when = readMoment(typed);
  if ('problem' in when) problems.scheduledAt = when.problem;
  if (!typed.title.trim()) problems.title = 'Give the stream a title of up to 140 characters.';
  if (!typed.categorySlug) problems.categorySlug = 'Choose a category.';
  if ('problem' in price || 'problem' in when || previewSeconds === null || Object.keys(problems).length > 0)
    return { problems };
  return {
    stream: {
      title: typed.title,
      description: typed.description,
      categorySlug: typed.categorySlug,
      tags: typed.tags
        .split(',')
        .map((tag) => tag.trim().replace(/^#/, ''))
        .filter(Boolean),
      language: typed.language,
      visibility: typed.visibility as StreamDraft['visibility'],
      mature: typed.mature !== '',
      ratePerSecond: price.rate,
      previewSeconds,
      viewerLimit,
      scheduledAt: when.at,
    },
  };
}

function readMoment({ date, time, zone }: TypedStream): { at: Date | null } | { problem: string } {
  if (!date && !time) return { at: null };
  if (!date) return { problem: 'Choose a day, too; or clear the time and plan it later.' };
  if (!time) return { problem: 'Choose a time, too; or clear the day and plan it later.' };
  const at = fromWallTime({ date, time }, isZone(zone) ? zone : 'UTC');
  return at ? { at } : { problem: 'That is not a day and a time.' };
}

function wholeNumber(text: string): number | null {
  return /^\d{1,7}$/.test(text.trim()) ? Number(text) : null;
}
