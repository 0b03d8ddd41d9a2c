import { type ReactNode } from 'react';
import { type BrowseShow, type BrowseSort } from '../../../schemas/discovery';
import { type Answers, type CategorySummary } from '../../lib/api';
import { useLiveList } from '../../lib/live-counts';
import { ButtonLink } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { PageTitle } from '../../ui/Section';
import { LinkTabs } from '../../ui/Tabs';
import { BrowseFilters } from './BrowseFilters';
import { ShowMore } from './ShowMore';
import { SoonList } from './SoonList';
import { StreamGrid } from './StreamGrid';

/** What the address asks for, as it is typed there. */
export interface BrowseAsked {
  show: BrowseShow;
  sort: BrowseSort;
  category: string;
  language: string;
  tags: string;
  price: string;
  most: string;
}

export interface BrowsePageProps {
  title: string;
  hint?: ReactNode;
  /** Where this list is: the form asks there again. */
  path: string;
  asked: BrowseAsked;
  found: Answers['discovery']['browse'];
  /** To choose among; none where the page is of one category. */
  categories: CategorySummary[] | null;
  /** False where the page is of one tag. */
  chooseTags?: boolean;
}

const TABS = [
  { value: 'live', label: 'Live now' },
  { value: 'soon', label: 'Soon' },
  { value: 'past', label: 'Past streams' },
];

/** Streams by what is wanted of them. Everything that is wanted stands in the address. */
export function BrowsePage(props: BrowsePageProps) {
  const { title, hint, asked, found } = props;
  useLiveList(found.version);
  return (
    <div className="frame flex flex-col gap-8">
      <PageTitle title={title} hint={hint} />
      <div>
        <LinkTabs label="When" tabs={TABS} current={asked.show} />
        <BrowseFilters {...props} />
      </div>
      <div>
        {found.items.length === 0 ? (
          <Nothing {...props} />
        ) : asked.show === 'soon' ? (
          <SoonList streams={found.items} level={2} />
        ) : (
          <StreamGrid streams={found.items} level={2} />
        )}
        <ShowMore cursor={found.more} />
      </div>
    </div>
  );
}

const NOTHING: Record<BrowseShow, string> = {
  live: 'Nobody is live here right now.',
  soon: 'Nothing is planned here at the moment.',
  past: 'Nothing has been here yet.',
};

function Nothing({ asked, path }: BrowsePageProps) {
  const filtered = isFiltered(asked);
  return (
    <EmptyState
      title={filtered ? 'No stream is like that.' : NOTHING[asked.show]}
      action={
        filtered ? (
          <ButtonLink to={`${path}?show=${asked.show}`}>Take the filters off</ButtonLink>
        ) : (
          <ButtonLink to="/dashboard/new">Plan a stream of your own</ButtonLink>
        )
      }
    >
      {filtered ? 'Ask for less, or look at what comes soon and at past streams.' : 'It will be here when there is.'}
    </EmptyState>
  );
}

export const isFiltered = ({ category, language, tags, price, most }: BrowseAsked) =>
  [category, language, tags, price, most].some(Boolean);
