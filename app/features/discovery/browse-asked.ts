import { type BrowseInput, browseShows, browseSorts } from '../../../schemas/discovery';
import { parseMinutePrice } from '../../../schemas/read-money';
import { type ChainMoney } from '../../../sdk/money';
import { type BrowseAsked } from './BrowsePage';

/** What an address asks for. It may say anything: what is not known is not asked for. */
export function readAsked(params: URLSearchParams): BrowseAsked {
  const text = (name: string) => (params.get(name) ?? '').slice(0, 200).trim();
  const price = text('price');
  return {
    show: browseShows.find((show) => show === text('show')) ?? 'live',
    sort: browseSorts.find((sort) => sort === text('sort')) ?? 'viewers',
    category: text('category').slice(0, 40),
    language: text('language').slice(0, 40),
    tags: text('tags'),
    price: price === 'free' || price === 'paid' ? price : '',
    most: text('most'),
  };
}

/** The same as the API is asked. A price that is none limits nothing. */
export function questionOf(asked: BrowseAsked, params: URLSearchParams, money: ChainMoney | null): BrowseInput {
  const most = asked.most ? parseMinutePrice(asked.most, money) : null;
  return {
    show: asked.show,
    sort: asked.sort,
    category: asked.category || null,
    language: asked.language || null,
    price: asked.price === 'free' || asked.price === 'paid' ? asked.price : null,
    most: most && 'rate' in most ? most.rate : null,
    tags: tagsOf(asked.tags),
    cursor: params.get('cursor')?.slice(0, 200) ?? null,
  };
}

/** Tags with commas between them. */
export function tagsOf(text: string): string[] {
  const tags = text.split(',').map((tag) => tag.trim().replace(/^#/, '').toLowerCase());
  return [...new Set(tags.filter(Boolean).map((tag) => tag.slice(0, 40)))].slice(0, 8);
}
