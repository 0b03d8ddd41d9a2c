import { amount, type ChainMoney } from '../../../sdk/money';
import { toWallTime } from '../../../schemas/zone';
import { type StreamDraft } from '../../lib/api';
import { minutePriceText } from '../../lib/price';

/** What the form of a stream holds before anybody has typed. */
export function fieldsOfNew(zone: string) {
  return {
    title: '',
    description: '',
    categorySlug: '',
    tags: '',
    language: 'en',
    mature: false,
    visibility: 'public',
    ratePerSecond: '0.25',
    previewSeconds: 30,
    viewerLimit: null as number | null,
    scheduledAt: { date: '', time: '', zone },
    clipsAllowed: true,
    zone,
    repeats: 'never',
    lastDay: '',
    password: '',
    scope: 'this',
  };
}

/** A stream as its form shows it, in the person's time zone and the chain's money. */
export function fieldsOf(stream: StreamDraft, zone: string, money: ChainMoney | null): ReturnType<typeof fieldsOfNew> {
  const {
    title,
    description,
    categorySlug,
    language,
    mature,
    visibility,
    previewSeconds,
    viewerLimit,
    clipsAllowed = true,
  } = stream;
  return {
    title,
    description,
    categorySlug,
    tags: stream.tags.join(', '),
    language,
    mature,
    visibility,
    ratePerSecond: minutePriceText(amount(stream.ratePerSecond), money),
    previewSeconds,
    viewerLimit,
    scheduledAt: {
      ...(stream.scheduledAt ? toWallTime(stream.scheduledAt, zone) : { date: '', time: '' }),
      zone,
    },
    clipsAllowed,
    zone,
    repeats: 'never',
    lastDay: '',
    password: '',
    scope: 'this',
  };
}
