import { amount, type ChainMoney } from '../../../sdk/money';
import { type Answers } from '../../lib/api';
import { minutePriceText } from '../../lib/price';

/** A video as its edit page starts from it. */
export type VideoForEdit = Answers['videos']['read'];

/** What the form of an upload holds before anybody has typed. */
export function fieldsOfUpload() {
  return {
    title: '',
    description: '',
    categorySlug: '',
    tags: '',
    language: 'en',
    mature: false,
    visibility: 'public' as string,
    ratePerSecond: '0.25',
    previewSeconds: 30,
    clipsAllowed: true,
    password: '',
  };
}

/** A video as its form shows it, in the chain's money. */
export function fieldsOfVideo(video: VideoForEdit, money: ChainMoney | null): ReturnType<typeof fieldsOfUpload> {
  const { title, description, categorySlug, tags, language, mature, visibility, previewSeconds, clipsAllowed } = video;
  return {
    title,
    description,
    categorySlug,
    tags: tags.join(', '),
    language,
    mature,
    // as open as its stream will be: until that is said otherwise, nothing is opened by a form
    visibility: visibility ?? 'private',
    ratePerSecond: minutePriceText(amount(video.ratePerSecond), money),
    previewSeconds,
    clipsAllowed,
    password: '',
  };
}
